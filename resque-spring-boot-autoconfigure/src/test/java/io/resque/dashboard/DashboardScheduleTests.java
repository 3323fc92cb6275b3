package io.resque.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.Job;
import io.resque.dashboard.RawRequest.Response;
import io.resque.schedule.Occurrence;
import io.resque.schedule.PastOccurrence;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Schedules: all of them, one with what was and what comes, and what can be done with it.
 */
class DashboardScheduleTests {

	private static final Job JOB = new Job("reports", "Night<ly>", List.of());

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
	void schedulesAreListedWithTheirRhythms() {
		application.data()
			.schedule("night & day", "0 2 * * * Europe/Berlin", JOB, "[{\"password\":\"hunter2\",\"user\":\"ada\"}]",
					Instant.now().plusSeconds(7300));
		application.data().schedule("paused one", null, JOB, "[]", null);
		application.data().scheduler = "web-1:<4711>";
		assertThat(get("/schedule").body())
			.contains("0 2 * * * Europe/Berlin", "Night&lt;ly&gt;", "/queue?name=reports\"", ">in 2 h<",
					"web-1:&lt;4711&gt;", "/schedule/of?name=night%20%26%20day\"", "About night &amp; day",
					"only by hand", ">paused<", "/schedule/pause\"", "/schedule/resume\"", "/schedule/run\"", "ada",
					"aria-current=\"page\">Schedule<")
			.doesNotContain("hunter2", "nobody is the scheduler");
	}

	@Test
	void onlyADynamicScheduleIsRemoved() {
		application.data().schedule("nightly", "every 30s", JOB, "[]", null);
		application.data().declared.add("nightly");
		assertThat(get("/schedule/of?name=nightly").body()).doesNotContain("/schedule/remove");
		assertThat(post("/schedule/remove", "name=nightly").header("Location")).contains("note=schedule_declared");
		assertThat(application.data().calls).isEmpty();
		application.data().declared.clear();
		assertThat(get("/schedule/of?name=nightly").body()).contains("/schedule/remove/confirm?name=nightly\"");
		assertThat(get("/schedule/remove/confirm?name=nightly").body()).contains("Remove this schedule?");
		assertThat(post("/schedule/remove", "name=nightly").header("Location")).contains("note=schedule_removed");
		assertThat(application.data().calls).containsExactly("remove nightly");
		assertThat(get("/schedule/remove/confirm?name=other").status()).isEqualTo(404);
	}

	@Test
	void aHookThatThrowsIsNamed() {
		application.data().schedule("nightly", "every 30s", JOB, "[]", null);
		application.data().hook = new IllegalStateException("no <license>");
		Response answer = post("/schedule/run", "name=nightly");
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.body()).contains("A hook of the application failed",
				"java.lang.IllegalStateException: no &lt;license&gt;");
	}

	@Test
	void schedulesHavePages() {
		for (int number = 10; number < 55; number++) {
			application.data().schedule("schedule" + number, "every 30s", JOB, "[]", null);
		}
		assertThat(get("/schedule").body()).contains(">schedule10<", ">schedule29<", "1–20 of 45")
			.contains("nobody is the scheduler")
			.doesNotContain(">schedule30<");
		assertThat(get("/schedule?page=3").body()).contains(">schedule54<").doesNotContain(">schedule49<");
	}

	@Test
	void oneScheduleTellsWhatWasAndWhatComes() {
		application.data().schedule("nightly", "every 30s", JOB, "[{\"api_key\":\"hunter2\"}]", null);
		Instant at = Instant.ofEpochSecond(4102444800L);
		for (int hour = 0; hour < 12; hour++) {
			application.data().preview.add(new Occurrence(at.plus(Duration.ofHours(hour)), "note <" + hour + ">"));
		}
		application.data().history.add(new PastOccurrence(at, "skipped", "it <still> runs", Duration.ofMillis(61_500)));
		assertThat(get("/schedule/of?name=nightly").body())
			.contains("2100-01-01 09:00:00 UTC", "note &lt;9&gt;", ">skipped<", "it &lt;still&gt; runs", "61 s late",
					">class<", "Night&lt;ly&gt;", "About nightly")
			.doesNotContain("note &lt;10&gt;", "hunter2");
	}

	@ParameterizedTest
	@CsvSource({ "pause, schedule_paused", "resume, schedule_resumed", "run, schedule_run" })
	void aScheduleIsSteered(String action, String note) {
		application.data().schedule("a & b", "every 30s", JOB, "[]", null);
		Response answer = post("/schedule/" + action, "name=a+%26+b");
		assertThat(answer.header("Location")).contains("/schedule/of?", "name=a%20%26%20b", "note=" + note);
		assertThat(application.data().calls).containsExactly(action + " a & b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pause", "resume", "run" })
	void whatIsGoneIsNotSteered(String action) {
		Response answer = post("/schedule/" + action, "name=gone");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.body()).contains("There is no such schedule");
		assertThat(post("/schedule/" + action, "").status()).isEqualTo(400);
		assertThat(get("/schedule/" + action + "?name=gone").status()).isEqualTo(405);
		assertThat(RawRequest.post("/resque/schedule/" + action, "name=gone").send(application.port()).status())
			.isEqualTo(403);
		assertThat(application.data().calls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/schedule?page=0", "/schedule?page=x", "/schedule/of", "/schedule/of?name=",
			"/schedule/of?name=a&name=b" })
	void aSenselessAddressIsABadRequest(String path) {
		assertThat(get(path).status()).isEqualTo(400);
	}

	@Test
	void whatIsGoneIsNotFound() {
		assertThat(get("/schedule/of?name=gone").status()).isEqualTo(404);
	}

	@Test
	void speaksChinese() {
		application.data().schedule("nightly", "every 30s", JOB, "[]", null);
		application.data().history.add(new PastOccurrence(Instant.now(), "skipped", null, Duration.ZERO));
		application.data().history.add(new PastOccurrence(Instant.now(), "somehow", null, Duration.ZERO));
		assertThat(chinese("/schedule")).contains(">周期<", "立即执行", "目前没有调度器");
		assertThat(chinese("/schedule/of?name=nightly")).contains("接下来的时间", "以往的时间", ">已跳过<", ">somehow<");
	}

	@Test
	void withoutSchedulesThereIsNoPage() {
		try (DashboardApplication without = DashboardApplication.start("test.schedules=false")) {
			assertThat(RawRequest.get("/resque/schedule").send(without.port()).status()).isEqualTo(404);
			assertThat(RawRequest.get("/resque/delayed").send(without.port()).body()).contains("/resque/stats\"")
				.doesNotContain("/resque/schedule\"");
		}
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
