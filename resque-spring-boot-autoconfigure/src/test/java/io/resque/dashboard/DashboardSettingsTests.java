package io.resque.dashboard;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DashboardSettingsTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "resque", "//x", "/a//b", "/a/../b", "/*", "/{x}", "/a b", "/a?b", "/a%20b" })
	void aPathThatCannotBeIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> new DashboardSettings(true, path, null, null))
			.withMessageContaining("resque.dashboard.path");
	}

	@Test
	void aSlashAtTheEndDoesNotMatter() {
		assertThat(new DashboardSettings(true, "/admin/resque/", null, null).path()).isEqualTo("/admin/resque");
	}

	@Test
	void halfCredentialsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new DashboardSettings(true, "/resque", "ada", ""))
			.withMessageContaining("together");
		assertThatIllegalArgumentException().isThrownBy(() -> new DashboardSettings(true, "/resque", null, "x"))
			.withMessageContaining("together");
		assertThatIllegalArgumentException().isThrownBy(() -> new DashboardSettings(true, "/resque", "a:b", "x"));
	}

	@Test
	void emptyCredentialsAreNone() {
		assertThat(new DashboardSettings(true, "/resque", "", "").hasCredentials()).isFalse();
	}

	@Test
	void theTextKeepsThePassword() {
		assertThat(new DashboardSettings(true, "/resque", "ada", "hunter2").toString()).doesNotContain("hunter2")
			.doesNotContain("ada");
	}

}
