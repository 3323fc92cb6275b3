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
import io.resque.failure.FailureCursor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done with many failed jobs at once: those that match, and those selected.
 */
class DashboardFailedBulkTests {

	private static final String ID = "%040x";

	private static final String TOKEN = "A".repeat(43);

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
		for (int number = 0; number < 130; number++) {
			Instant failedAt = Instant.now().minusSeconds(number * 3600L);
			application.data().failed.add(new FailedJob("failed", number, ID.formatted(number), failedAt,
					failedAt.toString(), (number % 2 == 0) ? "even" : "odd", "Archive", "[]", "java.io.IOException",
					"boom", List.of(), "w", null, true));
		}
	}

	@Test
	void aFilterTakesQueueAndAge() {
		assertThat(get("/failed?origin=even&older=2h").body())
			.contains("name=\"origin\" value=\"even\"", "name=\"older\"", "value=\"2h\"", ID.formatted(2))
			.contains("/failed/found/retry/confirm?origin=even&amp;older=2h\"")
			.doesNotContain(ID.formatted(1) + ":", ID.formatted(0) + ":", ID.formatted(3) + ":");
		assertThat(get("/failed?newer=90m").body()).contains(ID.formatted(1)).doesNotContain(ID.formatted(2) + ":");
		assertThat(get("/failed?newer=&older=").body()).doesNotContain("/failed/found/");
	}

	@Test
	void anAgeBeyond1970IsThatTime() {
		assertThat(get("/failed/found/remove/confirm?newer=99999w").body()).contains("name=\"since\" value=\"0\"");
		assertThat(get("/failed/found/remove/confirm?job=Archive&older=99999w").body())
			.contains("name=\"until\" value=\"0\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "older=2", "older=-2h", "newer=h", "newer=999999h", "newer=1h&newer=2h", "since=x",
			"until=-1", "since=253402300800" })
	void aSenselessAgeIsABadRequest(String query) {
		assertThat(get("/failed?" + query).status()).isEqualTo(400);
		assertThat(get("/failed/found/remove/confirm?" + query).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource({ "retry, RETRY", "retry-and-remove, RETRY_AND_REMOVE", "remove, REMOVE" })
	void fewThatMatchNeedAButton(String action, String call) {
		String page = get("/failed/found/" + action + "/confirm?job=Archive&newer=150m").body();
		assertThat(page)
			.contains("name=\"affected\" value=\"3\"", "action=\"/resque/failed/found/" + action + "\"",
					"name=\"since\"", " or later")
			.doesNotContain("name=\"typed\"", "name=\"newer\"");
		Response answer = post("/failed/found/" + action, "job=Archive&since=1764000000&affected=3");
		assertThat(answer.header("Location")).contains("/failed?job=Archive", "note=", "count=3");
		assertThat(application.data().calls).singleElement()
			.asString()
			.startsWith(call + " job Archive, from 2025-11-24T16:00:00Z");
	}

	@Test
	void aboveAHundredTheNumberIsTyped() {
		assertThat(get("/failed/found/remove/confirm?job=Archive").body()).contains("name=\"affected\" value=\"130\"",
				"name=\"typed\"", "Type this number to confirm: 130");
		for (String typed : List.of("", "&typed=", "&typed=129", "&typed=Archive")) {
			assertThat(post("/failed/found/remove", "job=Archive&affected=130" + typed).header("Location"))
				.contains("/failed/found/remove/confirm?job=Archive", "note=number_differs");
		}
		assertThat(application.data().calls).isEmpty();
		assertThat(post("/failed/found/remove", "job=Archive&affected=130&typed=+130").header("Location"))
			.contains("count=130");
	}

	@Test
	void noMoreAreChangedThanWereCounted() {
		assertThat(post("/failed/found/remove", "job=Archive&affected=7").header("Location")).contains("count=7");
	}

	@Test
	void aCountThatDoesNotComeToItsEndSaysAtLeast() {
		application.data().unfinished = new FailureCursor("failed", 47, 20_000);
		assertThat(get("/failed/found/retry/confirm?job=Archive&newer=150m").body()).contains("at least 3",
				"Counted in the newest 20,000 of 1,000,000", "name=\"typed\"", "name=\"more\" value=\"true\"");
		assertThat(post("/failed/found/retry", "job=Archive&affected=3&more=true").header("Location"))
			.contains("note=number_differs");
	}

	@Test
	void whatTakesLongIsGoneOnWithByAButton() {
		application.data().unfinished = new FailureCursor("failed", 47, 20_000);
		Response answer = post("/failed/found/retry", "job=Archive&affected=3&more=true&typed=3");
		assertThat(answer.header("Location")).contains("/failed/found/progress?", "note=bulk_goes_on", "count=130");
		String page = follow(answer, TOKEN).body();
		assertThat(page).contains("20,000 of 1,000,000", "name=\"from\" value=\"47.20000.failed\"",
				"name=\"done\" value=\"130\"", ">Go on<", "name=\"typed\" value=\"3\"", "Retry all that match?");
		assertThat(follow(answer, "B".repeat(43)).body()).as("a link that somebody else was sent")
			.contains(">Go on<", "Type this number to confirm: 3", "name=\"typed\" required")
			.doesNotContain("name=\"typed\" value");
		application.data().unfinished = null;
		Response end = post("/failed/found/retry",
				"job=Archive&affected=3&more=true&typed=3&from=47.20000.failed&done=130&refused=0&seen="
						+ ID.formatted(46));
		assertThat(end.header("Location")).contains("done=260", "note=all_retried", "count=130")
			.doesNotContain("from=");
		assertThat(follow(end, TOKEN).body()).contains(">260<").doesNotContain(">Go on<");
		assertThat(application.data().calls).hasSize(2).last().asString().contains("from 47.20000.failed");
	}

	@Test
	void noAddressOfAStrangerHasTheNumberTyped() {
		String query = "kind=REMOVE&from=999999999.0.failed&affected=130&more=false&done=0&refused=0&searched=0&of=0&seen="
				+ ID.formatted(1);
		for (String proof : List.of("", "&proof=", "&proof=" + "A".repeat(43))) {
			assertThat(get("/failed/found/progress?" + query + proof).body()).contains("Remove all that match?",
					"name=\"typed\" required");
		}
	}

	@Test
	void whatFailsAfterTheQuestionIsLeftAlone() {
		String page = get("/failed/found/remove/confirm?job=Archive&newer=150m").body();
		assertThat(page)
			.contains("name=\"from\" value=\"130.0.failed\"", "name=\"seen\" value=\"" + ID.formatted(129) + "\"")
			.doesNotContain("from: 130", "seen: ");
		String form = "job=Archive&affected=3&from=130.0.failed&seen=" + ID.formatted(129);
		post("/failed/found/remove", form);
		assertThat(application.data().calls).singleElement().asString().contains("from 130.0.failed");
		application.data().calls.clear();
		application.data().failed.remove(129);
		assertThat(post("/failed/found/remove", form).header("Location"))
			.contains("/failed/found/remove/confirm?job=Archive", "note=list_changed");
		assertThat(post("/failed/found/remove", "affected=3&from=130.0.failed").status()).isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
		application.data().failed.clear();
		assertThat(get("/failed/retry-all/confirm").body()).doesNotContain("name=\"from\"");
	}

	@Test
	void clearingAsksForTheNumberThatIsThereNow() {
		assertThat(get("/failed/clear/confirm?queue=failed").body()).contains("name=\"typed\"", "130");
		assertThat(post("/failed/clear", "queue=failed&affected=5").header("Location")).contains("note=number_differs");
		assertThat(post("/failed/clear", "queue=failed&affected=130").header("Location"))
			.contains("note=number_differs");
		assertThat(application.data().calls).isEmpty();
		assertThat(post("/failed/clear", "queue=failed&affected=130&typed=130").header("Location"))
			.contains("note=cleared");
	}

	@ParameterizedTest
	@CsvSource({ "retry, selected_retried", "retry-and-remove, selected_retried_and_removed",
			"remove, selected_removed" })
	void thoseSelectedAreChangedInTheirOrder(String action, String note) {
		assertThat(get("/failed?job=Archive").body()).contains("form=\"selected\"",
				"value=\"2:" + ID.formatted(2) + ":failed\"", "/failed/selected/retry\"");
		Response answer = post("/failed/selected/" + action,
				"job=Archive&" + entry(7, "failed") + "&" + entry(2, "failed"));
		assertThat(answer.header("Location")).contains("/failed?job=Archive", "note=" + note, "count=2");
		assertThat(application.data().calls).containsExactly(action + " 2", action + " 7");
	}

	@Test
	void whatIsGoneOrNothingIsTold() {
		assertThat(post("/failed/selected/remove", entry(1, "failed") + "&" + entry(999, "failed")).header("Location"))
			.contains("note=selected_some", "count=1");
		assertThat(post("/failed/selected/remove", "page=2").header("Location")).contains("note=nothing_selected",
				"page=2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "entry=", "entry=1:x:failed", "entry=1:%s", "entry=-1:%s:failed", "entry=1:%s:queue:low",
			"entry=x:%s:failed" })
	void aSenselessSelectionIsABadRequest(String entry) {
		assertThat(post("/failed/selected/remove", entry.formatted(ID.formatted(1))).status()).isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
	}

	@Test
	void nobodySelectsMoreThanAPage() {
		StringBuilder entries = new StringBuilder(entry(0, "failed"));
		for (int number = 1; number <= 20; number++) {
			entries.append('&').append(entry(number, "failed"));
		}
		assertThat(post("/failed/selected/remove", entries.toString()).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "affected=x", "affected=-1", "affected=1&done=-1", "affected=1&from=x" })
	void aSenselessFormIsABadRequest(String form) {
		assertThat(post("/failed/found/remove", "job=Archive&" + form).status()).isEqualTo(400);
		assertThat(get("/failed/found/progress?kind=NOTHING&done=1&refused=0&searched=0&of=0").status()).isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
	}

	private static String entry(int index, String queue) {
		return "entry=" + index + ":" + ID.formatted(index) + ":" + queue;
	}

	private static Response get(String path) {
		return RawRequest.get("/resque" + path).send(application.port());
	}

	private static Response follow(Response answer, String token) {
		return RawRequest.get(answer.header("Location").replaceFirst("^https?://[^/]*", ""))
			.header("Cookie", "resque_form=" + token)
			.send(application.port());
	}

	private static Response post(String path, String fields) {
		return RawRequest.post("/resque" + path, fields + "&_resque=" + TOKEN)
			.header("Cookie", "resque_form=" + TOKEN)
			.send(application.port());
	}

}
