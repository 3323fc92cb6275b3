package io.resque.dashboard;

import java.time.Instant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.DelayedOutcome;
import io.resque.DelayedPlace;
import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Delayed jobs: their seconds, the jobs of one second, and what can be done with one.
 */
class DashboardDelayedTests {

	private static final Instant AT = Instant.ofEpochSecond(4102444800L);

	private static final String ID = "000000000000000000000000000000000000000f";

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
	void reset() {
		application.data().reset();
	}

	@Test
	void secondsComeInTheirOrderTwentyAPage() {
		for (int number = 45; number >= 1; number--) {
			application.data().delay(AT.plusSeconds(number), "mailer", "Job" + number, "[]");
		}
		application.data().delay(AT.plusSeconds(1), "mailer", "Second", "[]");
		assertThat(get("/delayed").body())
			.contains(">Job1<", ">Job20<", "1–20 of 45", "Jobs: 46", "/delayed/at?at=4102444801\"",
					"title=\"2100-01-01 00:00:01 UTC\"", "aria-current=\"page\">Delayed<")
			.doesNotContain(">Job21<", ">Second<");
		assertThat(get("/delayed?page=3").body()).contains(">Job45<", "41–45 of 45").doesNotContain(">Job40<");
	}

	@Test
	void timesAreToldFromNowOn() {
		Instant now = Instant.now();
		application.data().delay(now.plusSeconds(3630), "mailer", "A", "[]");
		application.data().delay(now.plusSeconds(30), "mailer", "B", "[]");
		application.data().delay(now.plusSeconds(330), "mailer", "C", "[]");
		application.data().delay(now.plusSeconds(86_400 * 3 + 60), "mailer", "D", "[]");
		application.data().delay(now.minusSeconds(130), "mailer", "E", "[]");
		assertThat(get("/delayed").body()).containsPattern(">in [23][0-9] s<")
			.contains(">in 5 min<", ">in 1 h<", ">in 3 d<", ">2 min ago<");
	}

	@Test
	void jobsOfVeryManySecondsAreNotCounted() {
		for (int number = 0; number <= 10_000; number++) {
			application.data().delay(AT.plusSeconds(number), "mailer", "Job", "[]");
		}
		assertThat(get("/delayed").body()).contains("1–20 of 10,001").doesNotContain("Jobs: ");
	}

	@Test
	void aSecondThatNoClockShowsHasNoPage() {
		application.data().delay(Instant.ofEpochSecond(99_999_999_999_999L), "mailer", "Foreign", "[]");
		application.data().delay(Instant.ofEpochSecond(-1), "mailer", "Before", "[]");
		assertThat(get("/delayed").body()).contains(">Foreign<", ">Before<").doesNotContain("/delayed/at?");
	}

	@Test
	void jobsOfASecondHaveTheirButtons() {
		application.data().delay(AT, "mailer", "Send<Mail>", "[{\"password\":\"hunter2\",\"user\":\"ada\"}]");
		application.data().delay(AT, "", "(undecodable)", "<no json>");
		String page = get("/delayed/at?at=4102444800").body();
		assertThat(page)
			.contains("Send&lt;Mail&gt;", "ada", "/queue?name=mailer\"", "&lt;no json&gt;", "no queue",
					"2100-01-01 00:00:00 UTC", "name=\"index\" value=\"1\"", "name=\"at\" value=\"4102444800\"")
			.doesNotContain("hunter2");
		assertThat(page).containsOnlyOnce("formaction=\"/resque/delayed/enqueue\"");
		assertThat(page.split("/delayed/remove\"", -1)).hasSize(3);
		assertThat(page).contains("value=\"4102444800:1:", "/delayed/selected/enqueue\"", "name=\"equal\" value=\"1\"");
	}

	@Test
	void aSecondHasPages() {
		for (int number = 1; number <= 25; number++) {
			application.data().delay(AT, "mailer", "Job" + number, "[]");
		}
		assertThat(get("/delayed/at?at=4102444800&page=2").body())
			.contains(">Job21<", ">Job25<", "21–25 of 25", "/delayed/at?at=4102444800&amp;page=1\"")
			.doesNotContain(">Job20<");
	}

	@ParameterizedTest
	@CsvSource({ "ENQUEUED, delayed_enqueued", "GONE, delayed_gone", "GIVEN_UP, delayed_given_up",
			"NO_QUEUE, delayed_no_queue" })
	void oneJobIsEnqueued(DelayedOutcome outcome, String note) {
		application.data().outcome = outcome;
		Response answer = post("/delayed/enqueue", "at=4102444800&index=7&page=2&id=" + ID);
		assertThat(answer.header("Location")).contains("/delayed/at?", "at=4102444800", "page=2", "note=" + note);
		assertThat(application.data().calls).containsExactly("enqueue " + new DelayedPlace(AT, 7, ID));
	}

	@Test
	void oneJobIsRemovedAndThePageSaysSoWhenNoneIsLeft() {
		Response answer = post("/delayed/remove", "at=4102444800&index=0&id=" + ID);
		assertThat(application.data().calls).containsExactly("remove " + new DelayedPlace(AT, 0, ID));
		Response page = RawRequest.get(answer.header("Location").replaceFirst("^https?://[^/]*", ""))
			.send(application.port());
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.body()).contains("The delayed job is removed.", "No job is delayed to this second any more.");
		Response gone = get("/delayed/at?at=4102444800");
		assertThat(gone.status()).isEqualTo(404);
		assertThat(gone.body()).contains("No job is delayed to this second", "4102444800");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/delayed?page=0", "/delayed/at", "/delayed/at?at=", "/delayed/at?at=x",
			"/delayed/at?at=-1", "/delayed/at?at=1.5", "/delayed/at?at=253402300800", "/delayed/at?at=1&at=2" })
	void aSenselessAddressIsABadRequest(String path) {
		assertThat(get(path).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "index=0&id=" + ID, "at=1&id=" + ID, "at=1&index=0", "at=1&index=-1&id=" + ID,
			"at=1&index=0&id=xyz", "at=999999999999999&index=0&id=" + ID })
	void aSenselessFormIsABadRequest(String form) {
		assertThat(post("/delayed/enqueue", form).status()).isEqualTo(400);
		assertThat(post("/delayed/remove", form).status()).isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/delayed/enqueue", "/delayed/remove" })
	void onlyAFormOfOursChangesAnything(String action) {
		String form = "at=4102444800&index=0&id=" + ID;
		assertThat(get(action + "?" + form).status()).isEqualTo(405);
		assertThat(RawRequest.post("/resque" + action, form).send(application.port()).status()).isEqualTo(403);
		assertThat(application.data().calls).isEmpty();
	}

	@Test
	void speaksChinese() {
		application.data().delay(AT, "mailer", "Job", "[]");
		assertThat(chinese("/delayed")).contains(">延迟<", "到期时间");
		assertThat(chinese("/delayed/at?at=4102444800")).contains("立即入队", "移除");
	}

	private static String chinese(String path) {
		return RawRequest.get("/resque" + path).header("Accept-Language", "zh-CN").send(application.port()).body();
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
