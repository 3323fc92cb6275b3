package io.resque.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who gets in with a user name and a password.
 */
class DashboardCredentialsTests {

	private static DashboardApplication application;

	@BeforeAll
	static void start() {
		application = DashboardApplication.start("resque.dashboard.username=ada",
				"resque.dashboard.password=päss:wörd");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void theRightCredentialsLetInFromAnywhere() {
		Response response = RawRequest.get("/resque/overview")
			.header("Authorization", basic("ada:päss:wörd"))
			.header("X-Forwarded-For", "192.0.2.1")
			.header("Host", "resque.example.org")
			.sendAsIs(application.port());
		assertThat(response.status()).isEqualTo(200);
	}

	@Test
	void withoutCredentialsTheBrowserIsAsked() {
		Response response = RawRequest.get("/resque/overview").send(application.port());
		assertThat(response.status()).isEqualTo(401);
		assertThat(response.header("WWW-Authenticate")).isEqualTo("Basic realm=\"Resque\", charset=\"UTF-8\"");
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ada:", "ada:wrong", "bob:päss:wörd", "ADA:päss:wörd", ":", "", "ada", "ada:päss:wörd " })
	void wrongCredentialsAreRefused(String credentials) {
		Response response = RawRequest.get("/resque/overview")
			.header("Authorization", basic(credentials))
			.send(application.port());
		assertThat(response.status()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic", "Basic !!!", "Bearer abc", "Digest username=ada" })
	void brokenCredentialsAreRefused(String header) {
		Response response = RawRequest.get("/resque/overview").header("Authorization", header).send(application.port());
		assertThat(response.status()).isEqualTo(401);
	}

	@Test
	void aChangeNeedsTheTokenBesides() {
		Response response = RawRequest.post("/resque/failed/clear", "")
			.header("Authorization", basic("ada:päss:wörd"))
			.send(application.port());
		assertThat(response.status()).isEqualTo(403);
		assertThat(application.data().calls).isEmpty();
	}

	@Test
	void theStyleSheetIsGuardedToo() {
		assertThat(RawRequest.get("/resque/assets/x/resque.css").send(application.port()).status()).isEqualTo(401);
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

}
