package io.resque.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Open pages keep up with Redis, and leave alone what somebody does on them.
 */
class DashboardLiveTests {

	/** What the browser and htmx note about the answers that a test keeps back. */
	private static final Pattern OUTAGE = Pattern
		.compile("^(Failed to load resource|htmx:(afterRequest|sendError)|Response Status Error Code 403)");

	private static InstalledBrowser browser;

	private static DashboardApplication application;

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final List<String> complaints = new CopyOnWriteArrayList<>();

	private BrowserContext context;

	private Page page;

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
	void open() {
		application.data().reset();
		BusyDay.fill(application.data());
		this.context = browser.browser().newContext(new Browser.NewContextOptions().setLocale("en-US"));
		this.page = this.context.newPage();
		this.page.onPageError(this.complaints::add);
		this.page.onConsoleMessage((message) -> {
			if (message.type().equals("error") && !OUTAGE.matcher(message.text()).find()) {
				this.complaints.add(message.text());
			}
		});
		this.page.onRequest(this::note);
	}

	@AfterEach
	void close() {
		this.context.close();
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void aNewFailureAppearsWithinThreeSeconds() {
		go("/failed?queue=failed");
		Locator failed = this.page.locator("#pages [data-go=f] b");
		PlaywrightAssertions.assertThat(failed).hasText("28");
		fail("JustFailed");
		PlaywrightAssertions.assertThat(this.page.locator(".failure").first())
			.containsText("JustFailed", new LocatorAssertions.ContainsTextOptions().setTimeout(3000));
		PlaywrightAssertions.assertThat(failed).hasText("29");
		assertThat(this.asked).allMatch((header) -> header.equals("true"));
	}

	@Test
	void anOpenRowStaysOpenAndWhereItIs() {
		go("/failed?queue=failed");
		Locator row = this.page.locator(".failure").nth(2);
		String id = row.getAttribute("data-key");
		row.locator("summary").click();
		fail("JustFailed");
		PlaywrightAssertions.assertThat(this.page.locator(".failure").first()).containsText("JustFailed");
		PlaywrightAssertions.assertThat(this.page.locator(".failure").nth(3)).hasAttribute("data-key", id);
		assertThat(this.page.locator("details[open]").count()).isOne();
		assertThat(this.page.locator("[data-key='" + id + "'] details").getAttribute("open")).isNotNull();
		assertThat(this.page.evaluate("() => document.activeElement.tagName")).isEqualTo("SUMMARY");
	}

	@Test
	void anOpenRowStaysWhenNewerOnesPushItOffThePage() {
		go("/failed?queue=failed");
		String id = this.page.locator(".failure").last().getAttribute("data-key");
		this.page.locator(".failure").last().locator("summary").click();
		fail("JustFailed");
		PlaywrightAssertions.assertThat(this.page.locator(".failure").first()).containsText("JustFailed");
		PlaywrightAssertions.assertThat(this.page.locator("[data-key='" + id + "']"))
			.hasClass(Pattern.compile("\\bgone\\b"));
		assertThat(this.page.locator(".failure").count()).isEqualTo(21);
	}

	@Test
	void aTickStaysWithItsJob() {
		go("/delayed/at?at=4102444800");
		Locator ticked = this.page.locator("input[name=entry]:checked");
		this.page.locator("input[name=entry]").first().check();
		String job = ticked.getAttribute("value");
		application.data().delayed.get(Instant.ofEpochSecond(4102444800L)).remove(0);
		awaitRefresh();
		PlaywrightAssertions.assertThat(this.page.locator("tbody tr:not(.gone)")).hasCount(2);
		assertThat(ticked.count()).isOne();
		assertThat(ticked.getAttribute("value")).isEqualTo(job);
	}

	@Test
	void aTypedFilterStays() {
		go("/failed?queue=failed");
		this.page.locator("input[name=text]").pressSequentially("time");
		fail("JustFailed");
		PlaywrightAssertions.assertThat(this.page.locator(".failure").first()).containsText("JustFailed");
		this.page.keyboard().type("out");
		PlaywrightAssertions.assertThat(this.page.locator("input[name=text]")).hasValue("timeout");
		this.page.locator("h1").click();
		awaitRefresh();
		PlaywrightAssertions.assertThat(this.page.locator("input[name=text]")).hasValue("timeout");
	}

	@Test
	void selectedTextIsNotTakenAway() {
		go("/failed?queue=failed");
		this.page.evaluate("() => getSelection().selectAllChildren(document.querySelector('.failure-error'))");
		int before = this.asked.size();
		this.page.waitForTimeout(2600);
		assertThat(this.asked).hasSize(before);
		assertThat((String) this.page.evaluate("() => getSelection().toString()")).contains("boom");
		this.page.evaluate("() => getSelection().removeAllRanges()");
		awaitRefresh();
	}

	@Test
	void noRowMovesUnderAPointerThatIsAboutToPressAButton() {
		go("/failed?queue=failed");
		this.page.locator(".failure .button").first().hover();
		fail("JustFailed");
		this.page.waitForTimeout(2600);
		assertThat(this.page.locator(".failure").first().textContent()).doesNotContain("JustFailed");
		this.page.locator("h1").hover();
		PlaywrightAssertions.assertThat(this.page.locator(".failure").first()).containsText("JustFailed");
	}

	@Test
	void aFormIsSentOnceHoweverOftenItsButtonIsPressedInARow() {
		go("/schedule");
		assertThat(this.page.evaluate("""
				() => {
					let sent = 0;
					document.addEventListener('submit', (event) => {
						sent += event.defaultPrevented ? 0 : 1;
						event.preventDefault();
					});
					for (const form of [...document.querySelectorAll('main form[method=post]')].slice(0, 2)) {
						form.querySelector('button').click();
						form.querySelector('button').click();
					}
					return sent;
				}""")).as("two forms").isEqualTo(2);
	}

	@Test
	void whatWasDoneIsToldOnce() {
		this.page.clock().install();
		go("/failed?queue=failed&note=cleared&count=3");
		PlaywrightAssertions.assertThat(this.page.locator(".notice")).hasCount(1);
		this.page.clock().fastForward(10_500);
		this.page.waitForURL("**/failed?queue=failed");
		this.page.clock().fastForward(2_500);
		PlaywrightAssertions.assertThat(this.page.locator(".notice")).hasCount(0);
	}

	@Test
	void aHiddenTabAsksNothing() {
		go("/overview");
		awaitRefresh();
		hide(true);
		int before = this.asked.size();
		this.page.waitForTimeout(4500);
		assertThat(this.asked).hasSize(before);
		hide(false);
		awaitRefresh();
	}

	@Test
	void refreshingIsSwitchedOffForGood() {
		go("/overview");
		this.page.locator("#live").click();
		PlaywrightAssertions.assertThat(this.page.locator("#live")).hasText("Not live");
		go("/queues");
		PlaywrightAssertions.assertThat(this.page.locator("#live")).hasText("Not live");
		int before = this.asked.size();
		this.page.waitForTimeout(2600);
		assertThat(this.asked).hasSize(before);
		this.page.locator("#live").click();
		awaitRefresh();
	}

	@Test
	void anOutageIsSaidAndEnds() {
		go("/overview");
		this.page.route("**/*", Route::abort);
		PlaywrightAssertions.assertThat(this.page.locator("#live")).containsText("No answer since");
		assertThat(this.page.locator("h1").textContent()).isEqualTo("Overview");
		this.page.unroute("**/*");
		PlaywrightAssertions.assertThat(this.page.locator("#live")).hasText("Live");
	}

	@Test
	void itStopsWhenAccessHasEnded() {
		go("/overview");
		this.page.route("**/*", (route) -> route.fulfill(new Route.FulfillOptions().setStatus(403).setBody("no")));
		PlaywrightAssertions.assertThat(this.page.locator("#live")).containsText("Access has ended");
		int before = this.asked.size();
		this.page.waitForTimeout(2600);
		assertThat(this.asked).hasSize(before);
	}

	@Test
	void aLoginPageIsNotPutIntoThePage() {
		go("/overview");
		this.page.route("**/*", (route) -> route.fulfill(new Route.FulfillOptions().setContentType("text/html")
			.setBody("<html><body><h1>Please sign in</h1></body></html>")));
		PlaywrightAssertions.assertThat(this.page.locator("#live")).containsText("Access has ended");
		assertThat(this.page.locator("h1").textContent()).isEqualTo("Overview");
	}

	private void go(String path) {
		this.page.navigate("http://localhost:" + application.port() + "/resque" + path);
	}

	/** Remembers the requests that scripts make. */
	private void note(Request request) {
		if (request.resourceType().equals("xhr")) {
			this.asked.add(String.valueOf(request.headers().get("hx-request")));
		}
	}

	private void awaitRefresh() {
		this.page.evaluate("() => new Promise((resolve) => document.addEventListener('resque:refreshed', resolve, "
				+ "{ once: true }))");
	}

	private void hide(boolean hidden) {
		this.page.evaluate("(hidden) => { Object.defineProperty(document, 'hidden', { get: () => hidden, "
				+ "configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }", hidden);
	}

	private static void fail(String job) {
		application.data().fail(job, "[]", "java.lang.IllegalStateException", "new", Instant.now());
	}

}
