package io.resque.dashboard;

import java.util.List;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.KeyboardModifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ticks failed jobs in a real browser, without and with the script for it.
 */
class DashboardSelectionTests {

	private static InstalledBrowser browser;

	private static DashboardApplication application;

	private static Page page;

	@BeforeAll
	static void start() {
		browser = InstalledBrowser.start();
		application = DashboardApplication.start();
		page = browser.browser().newContext().newPage();
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
		page.navigate("http://localhost:" + application.port() + "/resque/failed?text=timed");
	}

	@Test
	void withoutScriptsEachIsTickedByItself() {
		Page plain = browser.browser()
			.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))
			.newPage();
		plain.navigate(page.url());
		assertThat(plain.locator("input[data-select-all]").isVisible()).isFalse();
		plain.locator("input[name=entry]").nth(2).check();
		plain.locator("input[name=entry]").nth(0).check();
		plain.locator("#selected button[formaction$='/retry']").click();
		assertThat(plain.url()).contains("note=selected_retried", "count=2", "text=timed");
		assertThat(application.data().calls).containsExactly("retry 0", "retry 2");
	}

	@Test
	void theShiftKeyTicksARange() {
		all().waitFor();
		boxes().nth(6).click();
		boxes().nth(3).click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
		assertThat(ticked()).isEqualTo(4);
		assertThat(all().evaluate("box => box.indeterminate")).isEqualTo(true);
		boxes().nth(3).click();
		boxes().nth(5).click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
		assertThat(ticked()).isOne();
	}

	@Test
	void allOfThePageAreTickedAtOnce() {
		all().check();
		assertThat(ticked()).isEqualTo(20);
		boxes().nth(1).click();
		assertThat(all().isChecked()).isFalse();
		page.evaluate("() => document.dispatchEvent(new Event('resque:refreshed'))");
		assertThat(all().evaluate("box => box.indeterminate")).isEqualTo(true);
		page.locator("#selected button.button-danger").click();
		assertThat(application.data().calls).hasSize(19);
	}

	private static Locator boxes() {
		return page.locator("input[name=entry]");
	}

	private static Locator all() {
		return page.locator("input[data-select-all]");
	}

	private static int ticked() {
		return page.locator("input[name=entry]:checked").count();
	}

}
