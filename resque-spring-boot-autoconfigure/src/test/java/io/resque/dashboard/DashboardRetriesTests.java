package io.resque.dashboard;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.DelayedPlace;
import io.resque.EarlierFailure;
import io.resque.ResqueException;
import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jobs that wait for another attempt.
 */
class DashboardRetriesTests {

	private static final Instant AT = Instant.ofEpochSecond(4102444800L);

	private static final String ID = "%040x".formatted(1);

	private static DashboardApplication application;

	@BeforeAll
	static void start() {
		application = DashboardApplication.start();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void delay() {
		application.data().reset();
		application.data().delay(AT, "mailer", "Other", "[]");
		application.data().delay(AT, "mailer", "Arch<ive>", "[{\"password\":\"hunter2\",\"user\":\"ada\"}]");
		application.data().retries.put(ID, List.of(new EarlierFailure(Instant.now().minusSeconds(130), "E<1>", "first"),
				new EarlierFailure(Instant.now(), "java.io.IOException", "bo<om>")));
	}

	@Test
	void theyAreListedWithAttemptsAndEarlierFailures() {
		assertThat(get("/retries").body())
			.contains("Arch&lt;ive&gt;", "ada", "attempt 3", "bo&lt;om&gt;", "Earlier failures, 2", "E&lt;1&gt;",
					"2100-01-01 00:00:00 UTC", "Searched 10,000 delayed jobs", "/retries?from=7.10000.4102444800\"",
					"aria-current=\"page\">Retries<", "/retries/run\"", "/retries/cancel\"")
			.doesNotContain(">Other<", "hunter2");
		assertThat(get("/retries?job=nothing").body()).contains("Nothing found")
			.contains("/retries?job=nothing&amp;from=7.10000.4102444800\"");
	}

	@Test
	void oneRunsNowOrIsCancelled() {
		String form = "at=4102444800&index=1&equal=2&job=Arch&id=" + ID;
		DelayedPlace place = new DelayedPlace(AT, 1, ID, 2);
		assertThat(post("/retries/run", form).header("Location")).contains("/retries?job=Arch", "delayed_enqueued");
		assertThat(post("/retries/cancel", form).header("Location")).contains("/retries?job=Arch", "retry_cancelled");
		assertThat(application.data().calls).containsExactly("enqueue " + place, "cancel " + place);
	}

	@Test
	void aHookThatThrowsIsNamed() {
		application.data().hook = new ResqueException("Not all delayed jobs were enqueued: Job: a hook failed",
				new IllegalStateException("no <license>"));
		for (String action : List.of("/retries/run", "/delayed/enqueue")) {
			Response answer = post(action, "at=4102444800&index=1&id=" + ID);
			assertThat(answer.status()).isEqualTo(500);
			assertThat(answer.body()).contains("A hook of the application failed",
					"java.lang.IllegalStateException: no &lt;license&gt;");
		}
		application.data().hook = new ResqueException("the key of its queue is no list");
		Response refused = post("/retries/run", "at=4102444800&index=1&id=" + ID);
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.body()).contains("This cannot be done", "the key of its queue is no list");
	}

	@ParameterizedTest
	@ValueSource(strings = { "from=x", "from=1.2", "moment=x", "moment=2026", "job=a&job=b", "live=1" })
	void aSenselessAddressIsABadRequest(String query) {
		assertThat(get("/retries?" + query).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "index=0&id=%s", "at=1&id=%s", "at=1&index=0", "at=1&index=0&equal=0&id=%s",
			"at=1&index=0&equal=-1&id=%s" })
	void aSenselessFormIsABadRequest(String form) {
		assertThat(post("/retries/run", form.formatted(ID)).status()).isEqualTo(400);
		assertThat(post("/retries/cancel", form.formatted(ID)).status()).isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
	}

	@Test
	void teachesInBothLanguages() {
		assertThat(RawRequest.get("/resque/retries").header("Accept-Language", "zh-CN").send(application.port()).body())
			.contains("第 3 次尝试", ">重试<");
	}

	private static Response get(String path) {
		return RawRequest.get("/resque" + path).send(application.port());
	}

	private static Response post(String path, String fields) {
		String token = "A".repeat(43);
		return RawRequest.post("/resque" + path, fields + "&_resque=" + token)
			.header("Cookie", "resque_form=" + token)
			.send(application.port());
	}

}
