package io.resque.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.event.OperatorEvent;
import io.resque.event.OperatorEvent.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Presses a button for each action that the dashboard has, below a context path: with
 * scripts in English by day, without them in Chinese at night.
 */
class DashboardActionsBrowserTests {

	private static final String BASE = "/shop/resque";

	/** Pages that have other buttons while something is paused. */
	private static final List<String> WHILE_PAUSED = List.of("/queues", "/queue?name=warm_cache");

	private static final String ACTIONS = "(buttons) => buttons.map("
			+ "(button) => button.getAttribute('formaction') || button.form.getAttribute('action'))";

	private final Set<String> done = new TreeSet<>();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everyActionHasAButtonThatDoesIt(boolean scripts) {
		try (InstalledBrowser browser = InstalledBrowser.start();
				DashboardApplication application = DashboardApplication.start(DashboardApplication.OnTomcat.class,
						"server.servlet.context-path=/shop")) {
			BrowserContext context = browser.browser()
				.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(scripts)
					.setLocale(scripts ? "en-US" : "zh-CN")
					.setColorScheme(scripts ? ColorScheme.LIGHT : ColorScheme.DARK));
			Page page = context.newPage();
			for (String address : addresses()) {
				application.data().reset();
				BusyDay.fill(application.data());
				application.data().steering.paused = WHILE_PAUSED.contains(address);
				pressAll(application, page, "http://localhost:" + application.port() + BASE + address);
			}
		}
		assertThat(this.done).containsExactlyInAnyOrderElementsOf(new TreeSet<>(DashboardAddresses.ACTIONS.keySet()));
	}

	private static List<String> addresses() {
		List<String> addresses = new ArrayList<>(WHILE_PAUSED);
		DashboardAddresses.PAGES.entrySet().forEach((page) -> addresses.add(DashboardAddresses.target(page)));
		addresses.add("/queues?page=1");
		DashboardAddresses.QUESTIONS.entrySet().forEach((page) -> addresses.add(DashboardAddresses.target(page)));
		addresses.removeIf((address) -> address.startsWith("/stats."));
		return addresses;
	}

	private void pressAll(DashboardApplication application, Page page, String address) {
		page.navigate(address);
		for (Locator button = next(page); button != null; button = next(page)) {
			String action = action(button);
			prepare(page, button);
			application.forget();
			page.waitForResponse((response) -> response.request().method().equals("POST"), button::click);
			page.waitForLoadState();
			assertThat(page.locator("main .message").count()).as("errors after " + action).isZero();
			assertThat(application.told()).as(action)
				.singleElement()
				.isInstanceOfSatisfying(OperatorEvent.class, (event) -> {
					assertThat("/" + event.action()).isEqualTo(action);
					assertThat(event.outcome()).isIn(Outcome.DONE, Outcome.UNCHANGED);
				});
			this.done.add(action);
			page.navigate(address);
		}
	}

	/** The first button of the page for something that was not done yet. */
	private Locator next(Page page) {
		Locator buttons = page.locator("form[method=post] button:not([type=button])");
		List<?> actions = (List<?>) buttons.evaluateAll(ACTIONS);
		for (int i = 0; i < actions.size(); i++) {
			if (!this.done.contains(path(actions.get(i)))) {
				return buttons.nth(i);
			}
		}
		return null;
	}

	private static String action(Locator button) {
		return path(((List<?>) button.evaluateAll(ACTIONS)).get(0));
	}

	private static String path(Object action) {
		return action.toString().substring(BASE.length());
	}

	/** What a person fills in before: what has to be typed, and one box. */
	private static void prepare(Page page, Locator button) {
		Locator form = form(button);
		Locator typed = form.locator("input[name=typed]:not([type=hidden])");
		if (typed.count() == 1) {
			Locator number = form.locator("input[name=affected]");
			typed.fill(((number.count() == 1) ? number : form.locator("input[name=name]")).getAttribute("value"));
		}
		for (Locator field : form.locator("input[required]:not([name=typed])").all()) {
			if (field.inputValue().isEmpty()) {
				field.fill("made-here");
			}
		}
		if (action(button).contains("/selected/")) {
			page.locator("input[name=entry]").first().check();
		}
	}

	private static Locator form(Locator button) {
		return button.locator("xpath=ancestor::form");
	}

}
