package io.resque.dashboard;

import java.util.List;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys, theme, language and times, as a browser has them; below a context path and a
 * proxy's prefix, where Spring Security lets in.
 */
class DashboardKeyboardTests {

	private static InstalledBrowser browser;

	private static DashboardApplication application;

	private BrowserContext context;

	private Page page;

	@BeforeAll
	static void start() {
		browser = InstalledBrowser.start();
		application = DashboardApplication.start("server.servlet.context-path=/shop");
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
		open(new Browser.NewContextOptions().setLocale("en-US"));
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void keysLeadToPages() {
		go("/overview");
		press("g", "f");
		this.page.waitForURL("**/shop/resque/failed");
		press("/");
		assertThat(focused("name")).isEqualTo("text");
		this.page.keyboard().type("gq?");
		PlaywrightAssertions.assertThat(this.page.locator("input[name=text]")).hasValue("gq?");
		assertThat(this.page.url()).endsWith("/failed");
		PlaywrightAssertions.assertThat(this.page.locator("#help")).isHidden();
	}

	@Test
	void keysGoThroughTheRows() {
		go("/failed?queue=failed");
		press("j", "j", "k", "j", "o");
		PlaywrightAssertions.assertThat(this.page.locator(".failure").nth(1).locator("details"))
			.hasAttribute("open", "");
		assertThat(this.page.locator("details[open]").count()).isOne();
	}

	@Test
	void helpTellsTheKeysAndSwitchesThemOff() {
		go("/overview");
		press("?");
		PlaywrightAssertions.assertThat(this.page.locator("#help")).isVisible();
		this.page.locator("#keys-on").uncheck();
		press("Escape");
		PlaywrightAssertions.assertThat(this.page.locator("#help")).isHidden();
		press("?");
		PlaywrightAssertions.assertThat(this.page.locator("#help")).isHidden();
	}

	@Test
	void timesGrowOldAndAreExactOnDemand() {
		this.page.clock().install();
		go("/failed?queue=failed");
		this.page.locator("#live").click();
		PlaywrightAssertions.assertThat(time()).containsText(" s ago");
		this.page.clock().fastForward("10:00");
		PlaywrightAssertions.assertThat(time()).hasText("10 min ago");
		time().click();
		PlaywrightAssertions.assertThat(time()).hasText(String.valueOf(time().getAttribute("title")));
	}

	@Test
	void copyButtonsCopy() {
		this.context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
		go("/failed/clear/confirm");
		this.page.evaluate("() => { const button = document.createElement('button'); button.type = 'button'; "
				+ "button.className = 'copy'; button.dataset.copyFrom = 'h1'; button.hidden = true; "
				+ "document.getElementById('main').append(button); "
				+ "document.dispatchEvent(new Event('resque:refreshed')); }");
		this.page.locator("button.copy").click();
		PlaywrightAssertions.assertThat(this.page.locator("#said")).hasText("Copied");
		assertThat(this.page.evaluate("() => navigator.clipboard.readText()"))
			.isEqualTo(this.page.locator("h1").textContent());
	}

	@Test
	void themeAndLanguageStay() {
		go("/failed?queue=failed");
		this.page.locator("footer >> text=Dark").click();
		assertThat(this.page.url()).endsWith("/shop/resque/failed?queue=failed");
		assertThat(background()).isEqualTo("rgb(16, 21, 19)");
		this.page.locator("footer >> text=中文").click();
		go("/overview");
		assertThat(background()).isEqualTo("rgb(16, 21, 19)");
		PlaywrightAssertions.assertThat(this.page.locator("h1")).hasText("总览");
	}

	@Test
	void everythingIsThereWithoutScripts() {
		open(new Browser.NewContextOptions().setLocale("en-US")
			.setJavaScriptEnabled(false)
			.setColorScheme(ColorScheme.DARK));
		go("/failed?queue=failed");
		assertThat(this.page.locator("#live").isVisible()).isFalse();
		assertThat(this.page.locator("#help-open").isVisible()).isFalse();
		this.page.locator("a.live").click();
		assertThat(this.page.url()).endsWith("/failed?queue=failed&live=5");
		this.page.locator("footer >> text=Light").click();
		assertThat(this.page.url()).endsWith("/failed?queue=failed&live=5");
		this.page.locator(".failure button").first().click();
		assertThat(this.page.url()).contains("/shop/resque/failed").contains("note=retried");
		assertThat(application.data().calls).containsExactly("retry 27");
	}

	@Test
	void aProxysPrefixIsInFrontOfEverything() {
		try (DashboardApplication behind = DashboardApplication.start(DashboardApplication.WithSecurity.class,
				"server.forward-headers-strategy=framework", "resque.dashboard.username=ada",
				"resque.dashboard.password=secret", "spring.security.user.name=ada",
				"spring.security.user.password=secret")) {
			BusyDay.fill(behind.data());
			String page = RawRequest.get("/resque/overview")
				.header("X-Forwarded-Prefix", "/tools")
				.header("Authorization", "Basic YWRhOnNlY3JldA==")
				.send(behind.port())
				.body();
			assertThat(page).contains("\"/tools/resque/assets/").contains("href=\"/tools/resque/queues\"");
			assertThat(page.replace("\"/tools/resque", "")).doesNotContain("\"/resque");
			assertThat(page).contains("back=/overview");
		}
	}

	private void open(Browser.NewContextOptions options) {
		if (this.context != null) {
			this.context.close();
		}
		this.context = browser.browser().newContext(options);
		this.page = this.context.newPage();
	}

	private void go(String path) {
		this.page.navigate("http://localhost:" + application.port() + "/shop/resque" + path);
	}

	private void press(String... keys) {
		for (String key : keys) {
			this.page.keyboard().press(key);
		}
	}

	private Locator time() {
		return this.page.locator(".failure time").first();
	}

	private Object focused(String attribute) {
		return this.page.evaluate("(name) => document.activeElement.getAttribute(name)", attribute);
	}

	private Object background() {
		return this.page.evaluate("() => getComputedStyle(document.body).backgroundColor");
	}

}
