package io.resque.dashboard;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DashboardSettingsTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "resque", "//x", "/a//b", "/a/../b", "/*", "/{x}", "/a b", "/a?b", "/a%20b" })
	void aPathThatCannotBeIsRefused(String path) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DashboardSettings(true, path, null, null, false, List.of()))
			.withMessageContaining("resque.dashboard.path");
	}

	@Test
	void aSlashAtTheEndDoesNotMatter() {
		assertThat(new DashboardSettings(true, "/admin/resque/", null, null, false, List.of()).path())
			.isEqualTo("/admin/resque");
	}

	@Test
	void halfCredentialsAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DashboardSettings(true, "/resque", "ada", "", false, List.of()))
			.withMessageContaining("together");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DashboardSettings(true, "/resque", null, "x", false, List.of()))
			.withMessageContaining("together");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DashboardSettings(true, "/resque", "a:b", "x", false, List.of()));
	}

	@Test
	void emptyCredentialsAreNone() {
		assertThat(new DashboardSettings(true, "/resque", "", "", false, List.of()).hasCredentials()).isFalse();
	}

	@Test
	void theTextKeepsThePassword() {
		assertThat(new DashboardSettings(true, "/resque", "ada", "hunter2", false, List.of()).toString())
			.doesNotContain("hunter2")
			.doesNotContain("ada");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", " ", "a", "*", "card*", "a|b", "(iban)", "\"iban\"", "ib\nan", "-iban", "^iban$", ".*" })
	void aWordThatNamesNothingIsRefused(String word) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DashboardSettings(true, "/resque", null, null, false, List.of("iban", word)))
			.withMessageContaining("resque.dashboard.mask")
			.withMessageContaining("such as 'iban'");
	}

	@Test
	void wordsAreTakenAsTheyAre() {
		assertThat(
				new DashboardSettings(true, "/resque", null, null, false, List.of(" iban ", "card-no", "身份证")).mask())
			.containsExactly("iban", "card-no", "身份证");
	}

}
