package io.resque.dashboard;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.dashboard.RawRequest.Response;
import io.resque.failure.FailedJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failed jobs in several lists, as with the backend {@code redis-multi-queue}.
 */
class DashboardFailedTests {

	private static final String ENTRY = "index=0&id=0000000000000000000000000000000000000000";

	private static final String ODD = "a&b \"<i>_failed";

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
	void fail() {
		application.data().reset();
		application.data().failureQueues.add("low_failed");
		application.data().failureQueues.add(ODD);
		application.data().fail("OfAll", "[]", "java.lang.Exception", "boom", Instant.now());
		for (int number = 1; number <= 45; number++) {
			application.data().failed.add(new FailedJob("low_failed", number, "%040x".formatted(number), null, "then",
					"low", "OfLow" + number, "[]", "E", "e", List.of(), "w", null, true));
		}
	}

	@Test
	void theListsComeFirst() {
		String page = get("/failed").body();
		assertThat(page).contains(">low_failed<", "queue=low_failed\"", ">45<", "a&amp;b &quot;&lt;i&gt;_failed")
			.contains("queue=a%26b%20%22%3Ci%3E_failed\"", "queue=failed\"", "/failed/clear/confirm\"")
			.doesNotContain("OfAll", "OfLow");
	}

	@Test
	void eachHasItsPages() {
		assertThat(get("/failed?queue=failed").body()).contains(">OfAll<").doesNotContain("OfLow");
		assertThat(get("/failed?queue=low_failed").body()).contains(">OfLow45<", ">OfLow26<")
			.contains("queue=low_failed&amp;page=2\"", "name=\"queue\" value=\"low_failed\"")
			.doesNotContain("OfAll", ">OfLow25<");
		assertThat(get("/failed?queue=low_failed&page=3").body()).contains(">OfLow5<", "41–45 of 45");
		assertThat(get("/failed?queue=a%26b+%22%3Ci%3E_failed").body()).contains("a&amp;b &quot;&lt;i&gt;_failed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "queue:low_failed", "workers", "", "failed_queues", "low" })
	void whatIsNoNameOfSuchAListIsRefused(String name) {
		assertThat(get("/failed?queue=" + name).status()).isEqualTo(400);
		assertThat(get("/failed/clear/confirm?queue=" + name).status()).isEqualTo(400);
		assertThat(post("clear", "affected=1&queue=" + name).status()).isEqualTo(400);
		assertThat(post("remove", ENTRY + "&queue=" + name).status()).isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
	}

	@Test
	void aListThatIsNotThereIsNotFound() {
		assertThat(get("/failed?queue=gone_failed").status()).isEqualTo(404);
		assertThat(get("/failed?queue=low_failed&queue=failed").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource({ "retry, retry 0 of low_failed", "retry-and-remove, retry-and-remove 0 of low_failed",
			"remove, remove 0 of low_failed" })
	void anActionIsForTheListOfTheEntry(String action, String call) {
		Response response = post(action, ENTRY + "&page=2&queue=low_failed");
		assertThat(response.status()).isEqualTo(303);
		assertThat(response.header("Location")).contains("queue=low_failed", "page=2");
		assertThat(application.data().calls).containsExactly(call);
	}

	@ParameterizedTest
	@CsvSource({ "retry-all, RETRY retried false", "clear-retried, REMOVE retried true" })
	void whatIsDoneWithAllIsForOneListOrForAll(String action, String call) {
		String confirmation = get("/failed/" + action + "/confirm?queue=low_failed").body();
		assertThat(confirmation).contains("name=\"queue\" value=\"low_failed\"", "/failed?queue=low_failed\"", "45");
		assertThat(get("/failed/" + action + "/confirm").body()).doesNotContain("name=\"queue\"").contains("46");
		assertThat(post(action, "queue=low_failed&affected=45").status()).isEqualTo(303);
		assertThat(post(action, "affected=46").header("Location")).contains("count=");
		assertThat(application.data().calls).containsExactly(call + " of low_failed", call);
	}

	@Test
	void clearingIsForOneListOrForAll() {
		assertThat(get("/failed/clear/confirm?queue=low_failed").body()).contains("name=\"queue\" value=\"low_failed\"",
				"/failed?queue=low_failed\"", "45");
		assertThat(get("/failed/clear/confirm").body()).doesNotContain("name=\"queue\"").contains("46");
		assertThat(post("clear", "queue=low_failed&affected=45").status()).isEqualTo(303);
		assertThat(post("clear", "affected=46").status()).isEqualTo(303);
		assertThat(application.data().calls).containsExactly("clear of low_failed", "clear");
	}

	@Test
	void inChineseToo() {
		assertThat(RawRequest.get("/resque/failed").header("Accept-Language", "zh-CN").send(application.port()).body())
			.contains("失败列表");
		assertThat(RawRequest.get("/resque/failed?queue=failed")
			.header("Accept-Language", "zh-CN")
			.send(application.port())
			.body()).contains("全部失败列表");
	}

	private static Response get(String path) {
		return RawRequest.get("/resque" + path).send(application.port());
	}

	private static Response post(String action, String fields) {
		String token = "A".repeat(43);
		return RawRequest.post("/resque/failed/" + action, fields + "&_resque=" + token)
			.header("Cookie", "resque_form=" + token)
			.send(application.port());
	}

}
