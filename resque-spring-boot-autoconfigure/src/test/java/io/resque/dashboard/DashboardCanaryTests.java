package io.resque.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.canary.CanaryPhase;
import io.resque.canary.CanaryPlan;
import io.resque.canary.CanaryRetry;
import io.resque.canary.CanaryRetry.Counts;
import io.resque.dashboard.RawRequest.Response;
import io.resque.failure.FailureFilter;
import io.resque.failure.FailureGroup;
import io.resque.failure.Fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Searching failed jobs, groups of them, and retrying a few first.
 */
class DashboardCanaryTests {

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
	void fill() {
		application.data().reset();
		for (int i = 0; i < 30; i++) {
			application.data()
				.fail((i % 2 == 0) ? "Even" : "Odd", "[" + i + "]", "java.io.IOException", "no " + i, Instant.now());
		}
	}

	@Test
	void aSearchTellsHowFarItCameAndKeepsItsFilter() {
		assertThat(get("/failed?job=Even&text=no&exception=IOException").body())
			.contains(">Even<", "Searched 20,000 of 1,000,000 entries", "value=\"IOException\"",
					"name=\"job\" value=\"Even\"", "/failed/canary?job=Even&amp;exception=IOException&amp;text=no\"")
			.doesNotContain(">Odd<", "from=");
		assertThat(get("/failed?text=no").body()).contains("/failed?text=no&amp;from=4711.20000.failed\"");
		assertThat(get("/failed?job=None").body()).contains("Nothing found in what was searched.");
		assertThat(get("/failed?job=&text=+&exception=").body()).as("an empty form").contains("1–20 of 30");
	}

	@Test
	void anActionComesBackToTheSearch() {
		Response answer = post("/failed/retry",
				"index=1&id=0000000000000000000000000000000000000001&queue=failed&job=Odd&text=%26x");
		assertThat(answer.header("Location")).contains("/failed?queue=failed&job=Odd&text=%26x&note=retried");
		assertThat(application.data().calls).containsExactly("retry 1");
	}

	@Test
	void groupsLeadToTheirJobsAndToARetryWithCare() {
		application.data().groups
			.add(new FailureGroup(new Fingerprint("0123456789ab", "a.<B>", "Order # <not> found", List.of("x.Y.z")),
					1234, 5, Instant.now().minus(Duration.ofDays(3)), Instant.now(), Set.of("Pay"), Set.of("low")));
		assertThat(get("/failed/groups").body()).contains(">1,234<", "a.&lt;B&gt;", "Order # &lt;not&gt; found",
				"x.Y.z", "5 retried", "first 3 d ago", "/failed?exception=a.%3CB%3E&amp;group=0123456789ab\"",
				"/failed/canary?exception=a.%3CB%3E&amp;group=", "Counted so far: 5,000 of 1,000,000");
		assertThat(get("/failed/canary?group=0123456789ab&exception=E").body())
			.contains("name=\"group\" value=\"0123456789ab\"", "name=\"first\" min=\"1\"", "value=\"95\"");
	}

	@Test
	void aCanaryRetryIsStartedAsTheFormSays() {
		Response answer = post("/failed/canary/start",
				"job=Odd&exception=IOException&first=5&percent=80&per-second=7&remove=true");
		assertThat(answer.header("Location")).endsWith("/failed/canaries?note=canary_started");
		assertThat(application.data().calls)
			.containsExactly("start " + CanaryPlan.of(FailureFilter.ALL.withJob("Odd").withException("IOException"))
				.withFirst(5)
				.withPercent(80)
				.withPerSecond(7)
				.withRemove(true));
	}

	@Test
	void canaryRetriesAreListedCancelledAndResumed() {
		application.data().canaries.add(canary("a1", CanaryPhase.GOING_ON, "4 of the first 4 passed"));
		application.data().canaries.add(canary("b2", CanaryPhase.STOPPED, "<2> of 4 did not pass"));
		application.data().canaries.add(canary("c3", CanaryPhase.DONE, ""));
		assertThat(get("/failed/canaries").body())
			.contains("goes on", "&lt;2&gt; of 4 did not pass", "job Pay&lt;", "value=\"a1\"", "value=\"b2\"",
					"/failed/canary/cancel\"", "/failed/canary/resume\"", "20,000 of 1,000,000")
			.doesNotContain("value=\"c3\"");
		assertThat(post("/failed/canary/cancel", "id=a1").header("Location")).endsWith("?note=canary_cancelled");
		assertThat(post("/failed/canary/resume", "id=b2").header("Location")).endsWith("?note=canary_unchanged");
		assertThat(application.data().calls).containsExactly("cancel a1", "resume b2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "first=0&percent=95&per-second=1", "first=1001&percent=95&per-second=1",
			"first=x&percent=95&per-second=1", "first=1&percent=101&per-second=1", "first=1&percent=95",
			"first=1&percent=95&per-second=-1" })
	void aSenselessPlanIsABadRequest(String form) {
		assertThat(post("/failed/canary/start", form).status()).isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/failed?text=x&from=abc", "/failed?text=x&from=1.2.workers", "/failed?job=a&job=b",
			"/failed/groups?page=0" })
	void aSenselessAddressIsABadRequest(String path) {
		assertThat(get(path).status()).isEqualTo(400);
	}

	private static CanaryRetry canary(String id, CanaryPhase phase, String reason) {
		return new CanaryRetry(id, CanaryPlan.of(FailureFilter.ALL.withJob("Pay<")), phase, new Counts(10, 8, 2, 0),
				20_000, 1_000_000, Instant.now(), reason);
	}

	private static Response get(String path) {
		return RawRequest.get("/resque" + path).send(application.port());
	}

	private static Response post(String action, String fields) {
		String token = "A".repeat(43);
		return RawRequest.post("/resque" + action, fields + "&_resque=" + token)
			.header("Cookie", "resque_form=" + token)
			.send(application.port());
	}

}
