package io.resque.dashboard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Opens every page in a real browser, in several shapes, without JavaScript of ours.
 * Pictures are left in {@code target/screenshots}.
 */
class DashboardBrowserTests {

	private static final String PAGES = """
			overview,        /overview
			queues,          /queues
			queue,           /queue?name=mailer
			queue-wide,      /queue?name=images
			queue-empty,     /queue?name=failing
			queue-no-list,   /queue?name=wrong_type
			queue-remove,    /queue/remove/confirm?name=mailer
			working,         /working
			workers,         /workers
			workers-host,    /workers?host=web-1.c41f07
			worker,          /worker?id=web-1.c41f07:31337-3:reports%2Cimages
			worker-gone,     /worker?id=old-host.3fa9c1:411-1:mailer%2Creports
			worker-remove,   /worker/remove/confirm?id=old-host.3fa9c1:411-1:mailer%2Creports
			failed,          /failed
			failed-last,     /failed?page=2&note=retried
			failed-clear,    /failed/clear/confirm
			stats,           /stats
			not-found,       /queue?name=nothing
			""";

	private static InstalledBrowser browser;

	private static DashboardApplication application;

	@BeforeAll
	static void start() {
		browser = InstalledBrowser.start();
		application = DashboardApplication.start();
	}

	@AfterAll
	static void stop() {
		if (application != null) {
			application.close();
		}
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void fill() {
		application.data().reset();
		BusyDay.fill(application.data());
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(textBlock = PAGES)
	void fitsTheDesktop(String name, String path) {
		look("desktop-" + name, path, options(1280, 800));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(textBlock = PAGES)
	void fitsThePhone(String name, String path) {
		look("phone-" + name, path, options(390, 844));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(textBlock = PAGES)
	void speaksChineseAtNight(String name, String path) {
		look("night-" + name, path, options(390, 844).setLocale("zh-CN").setColorScheme(ColorScheme.DARK));
		look("night-desktop-" + name, path, options(1280, 800).setLocale("zh-CN").setColorScheme(ColorScheme.DARK));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "overview", "queues", "working", "workers", "failed", "stats" })
	void teachesWhenThereIsNothing(String name) {
		application.data().reset();
		look("empty-" + name, "/" + name, options(1280, 800));
		look("empty-phone-" + name, "/" + name, options(390, 844));
	}

	@Test
	void showsTheBacktraceAndRetries() {
		visit(options(1280, 800), (page) -> {
			page.navigate(url("/failed"));
			page.locator("summary").first().click();
			shot(page, "desktop-failed-open");
			page.locator(".failure button").first().click();
			assertThat(page.url()).contains("note=retried");
			shot(page, "desktop-failed-retried");
		});
		assertThat(application.data().calls).containsExactly("retry 27");
	}

	@Test
	void removesAQueueWhoseNameWasTyped() {
		visit(options(390, 844), (page) -> {
			page.navigate(url("/queue?name=mailer"));
			page.locator("a.button-danger").click();
			page.locator("input[name=typed]").fill("mailr");
			page.locator("button").click();
			shot(page, "phone-queue-remove-wrong");
			assertThat(application.data().calls).isEmpty();
			page.locator("input[name=typed]").fill("mailer");
			page.locator("button").click();
			shot(page, "phone-queue-removed");
		});
		assertThat(application.data().calls).containsExactly("remove queue mailer");
	}

	private static Browser.NewContextOptions options(int width, int height) {
		return new Browser.NewContextOptions().setViewportSize(width, height).setLocale("en-US");
	}

	private static String url(String path) {
		return "http://localhost:" + application.port() + "/resque" + path;
	}

	private static void look(String name, String path, Browser.NewContextOptions options) {
		visit(options, (page) -> {
			page.navigate(url(path));
			shot(page, name);
		});
	}

	private static void visit(Browser.NewContextOptions options, Consumer<Page> visitor) {
		List<String> complaints = new ArrayList<>();
		try (BrowserContext context = browser.browser().newContext(options)) {
			Page page = context.newPage();
			page.onConsoleMessage((message) -> complain(message, complaints));
			page.onPageError(complaints::add);
			visitor.accept(page);
		}
		assertThat(complaints).isEmpty();
	}

	private static void complain(ConsoleMessage message, List<String> complaints) {
		if (message.type().equals("error") && !message.text().contains("404")) {
			complaints.add(message.text());
		}
	}

	private static void shot(Page page, String name) {
		page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
			.setPath(Path.of("target", "screenshots", name + ".png")));
		int overflow = (int) page
			.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
		assertThat(overflow).as("pixels beyond the right edge of %s", name).isZero();
	}

}
