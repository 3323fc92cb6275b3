package io.resque.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.DelayedOutcome;
import io.resque.DelayedPlace;
import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Delayed jobs that are searched for, selected, or all removed.
 */
class DashboardDelayedSearchTests {

	private static final Instant AT = Instant.ofEpochSecond(4102444800L);

	private static final String ID = "%040x".formatted(0);

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
		application.data().delay(AT, "mailer", "Send<Mail>", "[{\"password\":\"hunter2\",\"user\":\"ada\"}]");
		application.data().delay(AT.plusSeconds(9), "", "Other", "[]");
	}

	@Test
	void foundByNameAndText() {
		assertThat(get("/delayed").body()).contains("action=\"/resque/delayed/search\"", "name=\"moment\"");
		assertThat(get("/delayed/search?job=Send&text=ada&moment=2100-01-01T00:00").body())
			.contains("Send&lt;Mail&gt;", "value=\"2100-01-01T00:00\"", "Searched 10,000 delayed jobs",
					"/delayed/search?job=Send&amp;text=ada&amp;moment=2100-01-01T00%3A00&amp;from=7.10000.4102444800\"",
					"value=\"4102444800:0:" + ID + ":1\"",
					"/delayed/jobs?job=Send%3CMail%3E&amp;at=4102444800&amp;index=0&amp;id=" + ID)
			.doesNotContain("hunter2", ">Other<");
		assertThat(application.data().calls).singleElement()
			.asString()
			.contains("name=Send", "text=ada", "from 0.0.4102444800");
	}

	@Test
	void allTimesOfAJobNeedEqualArgs() {
		assertThat(get("/delayed/jobs?job=Other&args=%5B1%2C%7B%22a%22%3A2%7D%5D").body()).contains("Other");
		assertThat(get("/delayed/jobs?job=Other").body()).contains("Other");
		assertThat(application.data().calls.get(0)).contains("job=Other", "args=[1, {a=2}]");
		assertThat(application.data().calls.get(1)).contains("args=null");
		assertThat(get("/delayed/jobs?job=x&at=4102444800&index=0&id=" + ID).body()).contains("Send&lt;Mail&gt;");
		assertThat(application.data().calls.get(2)).contains("job=Send<Mail>", "args=[found]");
		assertThat(get("/delayed/jobs?job=x&at=4102444800&index=7&id=" + ID).status()).isEqualTo(404);
		assertThat(get("/delayed/jobs?note=delayed_selected_removed&at=4102444800&index=7&id=" + ID).status())
			.isEqualTo(200);
		assertThat(get("/delayed/jobs?job=Other&args=%5B").status()).isEqualTo(400);
		assertThat(get("/delayed/jobs?args=%5B%5D").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[{\"password\":\"hunter2\"}]", "[1,[{\"deep\":{\"api_key\":\"x\"}}]]" })
	void argsThatPagesHideAreNotFoundOutByTrying(String args) {
		assertThat(get("/delayed/jobs?job=Other&args=" + URLEncoder.encode(args, StandardCharsets.UTF_8)).status())
			.isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
	}

	@Test
	void jumpsToAMoment() {
		for (int number = 1; number <= 45; number++) {
			application.data().delay(AT.plusSeconds(100L * number), "mailer", "Job" + number, "[]");
		}
		assertThat(get("/delayed/search?view=seconds&job=&moment=2100-01-01T01:00").header("Location"))
			.endsWith("/delayed?moment=2100-01-01T01%3A00");
		assertThat(get("/delayed?moment=2100-01-01T01:00:00").header("Location")).endsWith("/delayed?page=2");
	}

	@Test
	void thoseSelectedAreTakenOneByOne() {
		String two = "entry=4102444800:0:" + ID + ":2&entry=4102444800:1:" + ID + ":2";
		assertThat(post("/delayed/selected/remove", "view=at&at=4102444800&page=2&" + two).header("Location"))
			.contains("/delayed/at?", "page=2", "note=delayed_selected_removed", "count=2");
		assertThat(application.data().calls).containsExactly("remove " + new DelayedPlace(AT, 0, ID, 2),
				"remove " + new DelayedPlace(AT, 1, ID, 1));
		application.data().outcome = DelayedOutcome.NO_QUEUE;
		assertThat(post("/delayed/selected/enqueue", "view=search&job=Send&" + two).header("Location"))
			.contains("/delayed/search?job=Send", "note=selected_some", "count=0");
		assertThat(post("/delayed/selected/enqueue", "view=jobs&job=Send&args=[]").header("Location"))
			.contains("/delayed/jobs?", "note=nothing_selected");
	}

	@ParameterizedTest
	@ValueSource(strings = { "view=x", "view=at", "view=search&entry=1:2:3:4", "view=search&entry=1:0:%s",
			"view=search&entry=1:0:%s:0", "view=search&entry=-1:0:%s:1", "view=search&entry=1:0:%s:1:1" })
	void aSenselessSelectionIsABadRequest(String form) {
		assertThat(post("/delayed/selected/remove", form.formatted(ID)).status()).isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
	}

	@Test
	void allAreRemovedWithTheirNumber() {
		assertThat(get("/delayed/clear/confirm").body()).contains("name=\"affected\" value=\"2\"")
			.doesNotContain("name=\"typed\"");
		for (int number = 1; number <= 120; number++) {
			application.data().delay(AT.plusSeconds(100L * number), "mailer", "Job" + number, "[]");
		}
		assertThat(get("/delayed/clear/confirm").body()).contains("Type this number to confirm: 122");
		for (String form : List.of("affected=2", "affected=122", "affected=122&typed=2")) {
			assertThat(post("/delayed/clear", form).header("Location")).contains("note=number_differs");
		}
		assertThat(application.data().calls).isEmpty();
		assertThat(post("/delayed/clear", "affected=122&typed=122").header("Location")).contains("/delayed?",
				"note=delayed_cleared", "count=122");
	}

	@Test
	void whatIsNoDelayedJobDoesNotKeepAnybodyAtRemoving() {
		application.data().stuck = true;
		String location = post("/delayed/clear", "affected=2").header("Location");
		assertThat(location).contains("/delayed/clear/confirm?", "note=bulk_goes_on", "count=2");
		String target = location.replaceFirst("^https?://[^/]*", "");
		assertThat(RawRequest.get(target)
			.header("Cookie", "resque_form=" + "A".repeat(43))
			.send(application.port())
			.body()).contains("Go on", "name=\"typed\" value");
		for (String stranger : List.of(target, "/resque/delayed/clear/confirm?note=bulk_goes_on")) {
			assertThat(RawRequest.get(stranger).send(application.port()).body()).doesNotContain(">Go on<",
					"name=\"typed\" value");
		}
		assertThat(post("/delayed/clear", "affected=0").header("Location")).contains("/delayed?",
				"note=delayed_cleared", "count=0");
	}

	@Test
	void speaksChinese() {
		assertThat(RawRequest.get("/resque/delayed/search?job=Send")
			.header("Accept-Language", "zh-CN")
			.send(application.port())
			.body()).contains("全部延迟任务");
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
