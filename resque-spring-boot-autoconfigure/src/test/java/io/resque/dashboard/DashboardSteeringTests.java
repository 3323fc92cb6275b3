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
import io.resque.inspect.PoolInfo;
import io.resque.inspect.ProcessInfo;
import io.resque.inspect.ProcessLoad;
import io.resque.inspect.QueuedJob;
import io.resque.inspect.StoredKeys;
import io.resque.inspect.WorkerInfo;
import io.resque.inspect.WorkingJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can be done with queues, running jobs, processes and schedules.
 */
class DashboardSteeringTests {

	private static final String JOB = "%040x".formatted(7);

	private static final String PROCESS = "0a1b2caa00bb11cc";

	private static final String WORKER = "web-1.0a1b2c:7-1:low";

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
		DashboardData data = application.data();
		data.reset();
		data.queues.put("a & b", List.of(new QueuedJob("Archive", "[1]", null, JOB)));
		data.workers.add(worker(WORKER));
		data.processes.add(new ProcessInfo(PROCESS, "web-1", "7", "1.0.0", Instant.now(),
				List.of(new PoolInfo("<default>", "fork", 5, "low,<b>")), new ProcessLoad(5, 2, 3, 1L << 28, false),
				Duration.ofSeconds(12)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					/queue/pause         | name=a+%26+b                    | /queue?      | queue_paused    | pause queue a & b
					/queue/resume        | name=a+%26+b                    | /queue?      | queue_resumed   | resume queue a & b
					/queues/pause-all    | x=1                             | /queues?     | workers_paused  | pause all
					/queues/resume-all   | x=1                             | /queues?     | workers_resumed | resume all
					/queues/resume-kind  | job=Archive                     | /queues?     | kind_resumed    | resume job Archive
					/process/quiet       | id=0a1b2caa00bb11cc             | /processes?  | process_quiet   | quiet 0a1b2caa00bb11cc
					/process/resume      | id=0a1b2caa00bb11cc             | /processes?  | process_resumed | resume 0a1b2caa00bb11cc
					/process/stop        | id=0a1b2caa00bb11cc             | /processes?  | process_stopped | stop 0a1b2caa00bb11cc
					/process/stop        | id=ffffffffffffffff             | /processes?  | process_gone    | stop ffffffffffffffff
					/working/kill        | worker=web-1.0a1b2c:7-1:low&id=0000000000000000000000000000000000000009 | /working? | job_told_to_end | kill web-1.0a1b2c:7-1:low 0000000000000000000000000000000000000009
					/working/kill        | worker=web-1.0a1b2c:7-1:low&id=0000000000000000000000000000000000000008 | /working? | job_ended | kill web-1.0a1b2c:7-1:low 0000000000000000000000000000000000000008
					/queue/job/remove    | name=a+%26+b&index=3&removals=2&id=0000000000000000000000000000000000000007 | /queue? | job_removed | remove job 3 0000000000000000000000000000000000000007 of a & b after 2
					/queue/job/remove    | name=a+%26+b&index=3&removals=2&id=0000000000000000000000000000000000000006 | /queue? | job_gone | remove job 3 0000000000000000000000000000000000000006 of a & b after 2
					""")
	void isDoneByAForm(String action, String fields, String page, String note, String call) {
		Response answer = post(action, fields);
		assertThat(answer.header("Location")).contains(page, "note=" + note);
		assertThat(application.data().calls).containsExactly(call);
		assertThat(get(action).status()).isEqualTo(405);
		assertThat(RawRequest.post("/resque" + action, fields).send(application.port()).status()).isEqualTo(403);
		assertThat(application.data().calls).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/queue/pause", "/queue/job/remove", "/queues/resume-kind", "/process/stop",
			"/working/kill", "/schedule/set", "/schedule/remove", "/schedule/run/with" })
	void whatIsNotSaidIsABadRequest(String action) {
		assertThat(post(action, "x=1").status()).isEqualTo(400);
		assertThat(application.data().calls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/stats/keys?from=x", "/stats/keys?from=-1", "/stats/keys?from=99999999999999999999",
			"/stats/key", "/stats/key?key=other:x", "/stats/key?key=resque:x&from=a", "/process/stop/confirm?id=1",
			"/processes?page=0", "/schedule/edit", "/schedule/run/ask" })
	void aSenselessAddressIsABadRequest(String path) {
		assertThat(get(path).status()).isEqualTo(400);
	}

	@Test
	void whatIsGoneIsNotFound() {
		for (String path : List.of("/process/stop/confirm?id=ffffffffffffffff", "/stats/key?key=resque:gone",
				"/schedule/edit?name=gone", "/schedule/remove/confirm?name=gone")) {
			assertThat(get(path).status()).as(path).isEqualTo(404);
		}
		assertThat(post("/queue/pause", "name=gone").status()).isEqualTo(404);
	}

	@Test
	void pausesAreSeenWhereverQueuesAre() {
		application.data().steering.pausedQueues.add("a & b");
		application.data().steering.pausedJobs.put("Slow<Job>", 12L);
		application.data().steering.paused = true;
		assertThat(get("/queues").body())
			.contains(">paused<", "Slow&lt;Job&gt;", "All workers are paused", "/queues/resume-all\"")
			.doesNotContain("/queues/pause-all\"");
		assertThat(get("/overview").body()).contains(">paused<", "All workers are paused");
		assertThat(get("/working").body()).contains("All workers are paused");
	}

	@Test
	void processesTellHowTheyAre() {
		application.data().workers.add(worker("ruby:1:*"));
		assertThat(get("/processes").body())
			.contains("&lt;default&gt;", "fork × 5", "low,&lt;b&gt;", ">2/5 ", "children: 3", "256 MiB", "12 s left",
					"1.0.0", "Workers of other kinds here: 1, working: 1", "/process/quiet\"",
					"/process/stop/confirm?id=" + PROCESS)
			.doesNotContain("/process/resume\"");
		assertThat(get("/worker?id=" + WORKER).body()).contains("/process/quiet\"", ">web-1:7<");
		assertThat(get("/worker?id=ruby:1:*").body()).doesNotContain("/process/quiet\"");
		assertThat(get("/process/stop/confirm?id=" + PROCESS).body()).contains("Those that run now, 2,", "web-1:7");
	}

	@Test
	void onlyJobsOfOurWorkersCanBeEnded() {
		assertThat(get("/working").body()).contains("/working/kill\"");
		application.data().workers.clear();
		application.data().workers.add(worker("ruby:1:*"));
		assertThat(get("/working").body()).contains("ruby").doesNotContain("/working/kill\"");
	}

	@Test
	void valuesOfKeysAreShownWithoutSecrets() {
		StoredKeys.Key key = new StoredKeys.Key("resque:<x>", "list", 41);
		application.data().steering.keys.add(key);
		application.data().steering.values.put(key.name(), new StoredKeys.Values(key,
				List.of(new StoredKeys.Value("<0>", "{\"password\":\"hunter2\",\"user\":\"<ada>\"}")), "20"));
		assertThat(get("/stats/keys?text=x").body()).contains("resque:&lt;x&gt;", ">list<", ">41<",
				"/stats/keys?text=x&amp;from=4711");
		assertThat(get("/stats/key?key=resque:%3Cx%3E").body())
			.contains("&lt;0&gt;", "&lt;ada&gt;", "elements: 41", "/stats/key?key=resque:%3Cx%3E&amp;from=20")
			.doesNotContain("hunter2");
	}

	@Test
	void statsAreJsonToo() {
		application.data().queues.put("odd\"\n</script>", List.of());
		Response response = get("/stats.json");
		assertThat(response.header("Content-Type")).isEqualTo("application/json");
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
		assertThat(response.body())
			.isEqualTo("{\"resque\":{\"pending\":1,\"processed\":1284902,\"failed\":0,\"workers\":1,"
					+ "\"working\":1},\"queues\":{\"a \\u0026 b\":1,\"odd\\u0022\\u000a\\u003c/script\\u003e\":0}}");
	}

	@Test
	void onlyASetScheduleIsChangedOrRemoved() {
		schedule("declared");
		schedule("free");
		assertThat(get("/schedule/of?name=declared").body()).contains(">shop<", "every day at 02:00")
			.doesNotContain("/schedule/edit", "/schedule/remove");
		assertThat(get("/schedule/of?name=free").body()).contains("/schedule/edit?name=free",
				"/schedule/remove/confirm?name=free");
		String fields = "&cron=0+3+*+*+*&every=&to=q&job=J&args=%5B1%5D&description=d";
		assertThat(post("/schedule/set", "name=declared" + fields).header("Location"))
			.contains("note=schedule_declared");
		assertThat(post("/schedule/remove", "name=declared").header("Location")).contains("note=schedule_declared");
		assertThat(application.data().calls).isEmpty();
		assertThat(post("/schedule/set", "name=free" + fields).header("Location")).contains("note=schedule_set");
		assertThat(get("/schedule/remove/confirm?name=free").body()).contains("Remove this schedule?");
		assertThat(post("/schedule/remove", "name=free").header("Location")).contains("note=schedule_removed");
		assertThat(application.data().calls).containsExactly(
				"change free ScheduleChange[cron=0 3 * * *, every=, queue=q, job=J, args=[1], description=d]",
				"remove free");
	}

	@Test
	void aScheduleWithParametersAsksForThem() {
		schedule("report");
		assertThat(get("/schedule/of?name=report").body()).contains("/schedule/run/ask?name=report");
		assertThat(get("/schedule/run/ask?name=report").body()).contains("name=\"p.format\"");
		assertThat(post("/schedule/run/with", "name=report&p.format=csv&p.other=x").header("Location"))
			.contains("note=schedule_run");
		assertThat(application.data().calls).containsExactly("run report {format=csv}");
	}

	private static void schedule(String name) {
		application.data().schedule(name, "0 2 * * *", new Job("reports", "Report", List.of()), "[]", null);
	}

	private static WorkerInfo worker(String id) {
		String[] parts = id.split(":");
		return new WorkerInfo(id, parts[0].equals("ruby") ? "web-1" : parts[0], parts[1], List.of(parts[2]), null,
				Instant.now(), 1, 0,
				new WorkingJob("low", Instant.now().minusSeconds(75), "Slow", "[]", "%040x".formatted(9)));
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
