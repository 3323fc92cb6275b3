package io.resque.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Opens every page in a real browser, in several shapes, and has axe look for what keeps
 * people out. Pictures are left in {@code target/screenshots}.
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
			processes,       /processes?note=process_quiet
			process-stop,    /process/stop/confirm?id=c41f07aa00bb11cc
			failed-lists,    /failed
			failed,          /failed?queue=failed
			failed-last,     /failed?queue=failed&page=2&note=retried
			failed-of-queue, /failed?queue=reports_failed
			failed-clear,    /failed/clear/confirm?queue=reports_failed
			failed-found,    /failed?text=timed
			failed-job,      /failed/job?queue=failed&index=26&id=000000000000000000000000000000000000001a
			failed-whole,    /failed/job?queue=failed&index=27&id=000000000000000000000000000000000000001b
			failed-edit,     /failed/edit?queue=failed&index=27&id=000000000000000000000000000000000000001b
			failed-many,     /failed/found/retry/confirm?text=timed&origin=mailer&older=15m
			failed-progress, /failed/found/progress?kind=RETRY&job=Archive&done=24811&refused=3&searched=120000&of=1000000&from=880000.120000.failed&affected=214&more=true&seen=0123456789abcdef0123456789abcdef01234567
			groups,          /failed/groups
			canary,          /failed/canary?group=14b4c9e1582e&exception=java.net.SocketTimeoutException
			canaries,        /failed/canaries?note=canary_started
			delayed,         /delayed
			delayed-at,      /delayed/at?at=4102444800
			delayed-found,   /delayed/search?job=SendEmail
			delayed-jobs,    /delayed/jobs?job=MonthlyReport
			delayed-clear,   /delayed/clear/confirm
			retries,         /retries
			schedule,        /schedule
			schedule-of,     /schedule/of?name=nightly-report
			schedule-new,    /schedule/new
			schedule-edit,   /schedule/edit?name=nightly-report
			schedule-run,    /schedule/run/ask?name=nightly-report
			schedule-remove, /schedule/remove/confirm?name=nightly-report
			stats,           /stats
			stats-redis,     /stats/redis
			stats-keys,      /stats/keys?text=queue&from=17
			stats-key,       /stats/key?key=resque:queue:images
			stats-text,      /stats/key?key=resque:stat:processed
			all-paused,      /queues?note=workers_paused
			not-found,       /queue?name=nothing
			""";

	/** Serious and critical faults of a page, by axe; one line for each. */
	private static final String FAULTS = """
			async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
				.filter((fault) => fault.impact === 'serious' || fault.impact === 'critical')
				.flatMap((fault) => fault.nodes.map((node) => fault.id + ' ' + node.target + ' '
					+ (node.any[0] ?? node.all[0] ?? node.none[0])?.message))
			""";

	private static final boolean ALL = System.getProperty("screenshots", "").equals("all");

	private static final String AXE = resource("/axe.min.js");

	private static final List<String> complaints = new CopyOnWriteArrayList<>();

	private static InstalledBrowser browser;

	private static DashboardApplication application;

	private static Page english;

	private static Page chineseAtNight;

	@BeforeAll
	static void start() {
		browser = InstalledBrowser.start();
		application = DashboardApplication.start();
		english = page(new Browser.NewContextOptions().setLocale("en-US"));
		chineseAtNight = page(new Browser.NewContextOptions().setLocale("zh-CN").setColorScheme(ColorScheme.DARK));
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
		complaints.clear();
	}

	@AfterEach
	void hasNoComplaint() {
		assertThat(complaints).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(textBlock = PAGES)
	void fitsTheDesktopAndThePhone(String name, String path) {
		look(english, path, "desktop-" + name, "phone-" + name);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(textBlock = PAGES)
	void speaksChineseAtNight(String name, String path) {
		look(chineseAtNight, path, "night-desktop-" + name, "night-" + name);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "overview", "queues", "working", "workers", "failed", "delayed", "retries", "schedule", "stats",
			"processes", "stats/redis", "stats/keys" })
	void teachesWhenThereIsNothing(String name) {
		application.data().reset();
		look(english, "/" + name, "empty-" + name.replace('/', '-'), "empty-phone-" + name.replace('/', '-'));
	}

	@Test
	void showsTheBacktraceAndRetries() {
		desktop(english);
		english.navigate(url("/failed?queue=failed"));
		english.locator("summary").first().click();
		shot(english, "desktop-failed-open");
		assertThat(faults(english)).isEmpty();
		english.locator(".failure button").first().click();
		assertThat(english.url()).contains("note=retried");
		shot(english, "desktop-failed-retried");
		assertThat(application.data().calls).containsExactly("retry 27");
	}

	@Test
	void removesAQueueWhoseNameWasTyped() {
		phone(english);
		english.navigate(url("/queue?name=mailer"));
		english.locator("a.button-danger").click();
		english.locator("input[name=typed]").fill("mailr");
		english.locator("main form button").click();
		shot(english, "phone-queue-remove-wrong");
		assertThat(application.data().calls).isEmpty();
		english.locator("input[name=typed]").fill("mailer");
		english.locator("main form button").click();
		shot(english, "phone-queue-removed");
		assertThat(application.data().calls).containsExactly("remove queue mailer");
	}

	private static String url(String path) {
		return "http://localhost:" + application.port() + "/resque" + path;
	}

	private static Page page(Browser.NewContextOptions options) {
		Page page = browser.browser().newContext(options).newPage();
		page.addInitScript(AXE);
		page.onConsoleMessage(DashboardBrowserTests::complain);
		page.onPageError(complaints::add);
		return page;
	}

	private static void desktop(Page page) {
		page.setViewportSize(1280, 800);
	}

	private static void phone(Page page) {
		page.setViewportSize(390, 844);
	}

	/**
	 * Its shape is a matter of style sheets: one loading does for both. Faults are looked
	 * for in English by day on the desktop, in Chinese at night on the phone; in all
	 * combinations, with pictures of them, with {@code -Dscreenshots=all}.
	 */
	private static void look(Page page, String path, String onDesktop, String onPhone) {
		desktop(page);
		page.navigate(url(path));
		look(page, onDesktop, ALL || page == english);
		phone(page);
		look(page, onPhone, ALL || page == chineseAtNight);
	}

	private static void look(Page page, String name, boolean closely) {
		if (!closely) {
			fits(page, name);
			return;
		}
		shot(page, name);
		assertThat(faults(page)).as("faults of %s", name).isEmpty();
	}

	private static List<?> faults(Page page) {
		return (List<?>) page.evaluate(FAULTS);
	}

	private static String resource(String name) {
		try (InputStream stream = DashboardBrowserTests.class.getResourceAsStream(name)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void complain(ConsoleMessage message) {
		if (message.type().equals("error") && !message.text().contains("404")) {
			complaints.add(message.text());
		}
	}

	private static void shot(Page page, String name) {
		if (ALL) {
			page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
				.setPath(Path.of("target", "screenshots", name + ".png")));
		}
		fits(page, name);
	}

	private static void fits(Page page, String name) {
		int overflow = (int) page
			.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
		assertThat(overflow).as("pixels beyond the right edge of %s", name).isZero();
	}

}
