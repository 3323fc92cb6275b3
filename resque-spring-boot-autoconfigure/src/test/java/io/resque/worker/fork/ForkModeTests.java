package io.resque.worker.fork;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.example.forked.ForkApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.inspect.WorkerControl;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A worker in this JVM whose children are real processes.
 */
@ExtendWith(RedisServerExtension.class)
class ForkModeTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	/** For jobs that need no other child. */
	private static final String ONE_SPARE = "--resque.worker.fork.spares=1";

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private ConfigurableApplicationContext application;

	ForkModeTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
	}

	@AfterEach
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
		assertThat(children()).as("children after the stop").isEmpty();
	}

	@Test
	void eachJobIsPerformedInAChildOfItsOwnAndOneThatIsKilledIsADirtyExitWithRubysTextAndNotCounted() {
		start();
		push(note(1), note(2));
		awaitProcessed(2);
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
		assertThat(notes("runner")).as("runners run in the parent only").hasSize(1);
		assertThat(notes("lifecycle")).hasSize(1);
		assertThat(Set.copyOf(notes("scheduled"))).hasSize(1);
		push(slow(1, 60_000), note(3));
		String pid = await().atMost(LONG)
			.until(() -> notes("started"), (notes) -> !notes.isEmpty())
			.get(0)
			.split(":")[1];
		assertThat(notes("closed")).as("exit hooks of children do not run").isEmpty();
		ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
		awaitProcessed(4);
		List<String> pids = notes("notes").stream().map((note) -> note.split(":")[1]).toList();
		assertThat(pids).hasSize(3)
			.doesNotHaveDuplicates()
			.doesNotContain(pid, Long.toString(ProcessHandle.current().pid()));
		assertThat(failures()).containsExactly(
				"Resque::DirtyExit: Child process received unhandled signal pid " + pid + " SIGKILL (signal 9)");
		assertThat(this.redis.hasKey("resque:stat:failed")).as("as Ruby counts").isFalse();
		assertThat(notes("failureHook:Slow")).hasSize(1);
	}

	@Test
	void aChildServesAsManyJobsAsItMayAndWhateverOneDoesToItTheNextOneIsPerformed() {
		start("--resque.child.jvm-arguments=-Xmx64m", "--resque.worker.fork.jobs-per-child=2");
		push(note(1), note(2), "{\"class\":\"Unforkable\",\"args\":[]}");
		awaitProcessed(3);
		assertThatWorkerHooksRanOnTheirSideOfTheFork();
		push("{\"class\":\"Fail\",\"args\":[\"no luck\"]}", "{\"class\":\"Exit\",\"args\":[3]}",
				"{\"class\":\"Skip\",\"args\":[]}", "{\"class\":\"Exit\",\"args\":[137]}", note(3),
				"{\"class\":\"Halt\",\"args\":[4]}", "{\"class\":\"Hungry\",\"args\":[]}",
				"{\"class\":\"Overflow\",\"args\":[0]}", note(4));
		awaitProcessed(12);
		List<String> pids = notes("notes").stream().map((note) -> note.split(":")[1]).toList();
		assertThat(pids).hasSize(4);
		assertThat(pids.get(1)).isEqualTo(pids.get(0));
		assertThat(Set.copyOf(pids)).as("two jobs for a child").hasSize(3);
		assertThat(failures()).containsExactly("java.lang.IllegalStateException: no fork for it",
				"java.lang.IllegalStateException: no luck", "Resque::DirtyExit: Job exited with exit code 3",
				"Resque::DirtyExit: Job exited with exit code 137", "Resque::DirtyExit: Job exited with exit code 4",
				"java.lang.OutOfMemoryError: Java heap space", "java.lang.StackOverflowError: ");
		assertThat(this.redis.opsForValue().get("resque:stat:failed")).isEqualTo("7");
		assertThat(this.redis.opsForList().index("resque:failed", 1)).contains("ForkApplication.fail",
				"Caused by: java.lang.IllegalArgumentException: the cause");
		assertThat(notes("failureHook:Exit")).as("in the parent, because the child is gone")
			.allMatch((note) -> note.startsWith(ProcessHandle.current().pid() + " Resque::DirtyExit"))
			.hasSize(2);
		assertThat(notes("alwaysHook:Exit")).as("a method of the job bean, in the parent, too")
			.isEqualTo(notes("failureHook:Exit"));
		assertThat(notes("alwaysHook:Skip")).singleElement().asString().endsWith(" null");
		assertThat(notes("failureHook:Fail")).as("in the child, which is the second one")
			.noneMatch((note) -> note.startsWith(ProcessHandle.current().pid() + " "))
			.noneMatch((note) -> note.startsWith(pids.get(0) + " "))
			.hasSize(1);
	}

	@Test
	void aChildThatIsTooLargeTakesNoFurtherJobAndOneThatGrowsBeyondTheLimitLosesItsJob() {
		start("--resque.worker.fork.jobs-per-child=0", "--resque.worker.fork.max-memory=400MB",
				"--resque.child.jvm-arguments=-Xmx700m", "--resque.child.run-at-exit-hooks=true");
		push(note(1), note(2), eat(150, 0), note(3), eat(500, 60_000), note(4));
		awaitProcessed(6);
		List<String> pids = notes("notes").stream().map((note) -> note.split(":")[1]).toList();
		assertThat(pids.get(1)).isEqualTo(pids.get(0));
		assertThat(notes("eaten")).containsExactly(pids.get(0));
		assertThat(Set.copyOf(pids)).as("after the one that ate much, and after the one that was ended").hasSize(3);
		assertThat(failures()).singleElement()
			.asString()
			.startsWith("Resque::DirtyExit: Job ended because its process used ")
			.endsWith(" MB of memory, and fork.max-memory is 400 MB");
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(notes("closed")).as("exit hooks, asked for").contains(pids.get(0)));
	}

	@Test
	@Tag("chaos")
	void aChildThatIsTooOldTakesNoFurtherJob() {
		start("--resque.worker.fork.jobs-per-child=0", "--resque.worker.fork.max-age=1ms");
		push(note(1), note(2));
		awaitProcessed(2);
		assertThat(notes("notes").stream().map((note) -> note.split(":")[1])).doesNotHaveDuplicates();
	}

	@Test
	void aStopAsksTheJobAndGivesBackWhatDoesNotEnd() {
		start("--resque.worker.shutdown-timeout=0s", "--resque.worker.concurrency=2", ONE_SPARE);
		push(slow(1, 60_000), "{\"class\":\"Deaf\",\"args\":[]}");
		await().atMost(LONG).until(() -> notes("started").size() == 2);
		this.application.close();
		assertThat(notes("interrupted")).singleElement().asString().startsWith("1:").endsWith(":true");
		assertThat(this.redis.opsForList().range("resque:queue:jobs", 0, -1)).containsExactlyInAnyOrder(slow(1, 60_000),
				"{\"class\":\"Deaf\",\"args\":[]}");
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
		assertThat(this.redis.hasKey("resque:stat:processed")).isFalse();
		assertThat(this.redis.keys("resque:worker*")).isEmpty();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whatRunsAgainIsDecidedWhereItCanBeAndWhatAJobLeavesBehindTakesNoOrderFromTheNext(CapturedOutput output) {
		start("--resque.worker.fork.jobs-per-child=0", ONE_SPARE);
		push("{\"class\":\"Again\",\"args\":[\"throw\"]}", "{\"class\":\"Again\",\"args\":[\"exit\"]}",
				"{\"class\":\"Snooze\",\"args\":[]}");
		awaitProcessed(6);
		assertThatWhatRunsAgainWasDecidedInTheChildAndInTheParentWhenTheChildIsGone();
		this.redis.delete("test:notes");
		push("{\"class\":\"Leave\",\"args\":[]}", note(1), slow(2, 200), "{\"class\":\"Print\",\"args\":[\"grüße\"]}",
				note(3));
		awaitProcessed(11);
		await().atMost(LONG)
			.untilAsserted(
					() -> assertThat(output.getOut()).containsPattern("INFO.*io.resque.*\\[child \\d+\\] grüße"));
		assertThat(notes("notes")).hasSize(3).anyMatch((note) -> note.matches("2:\\d+:true"));
		assertThat(this.redis.hasKey("resque:failed")).isFalse();
	}

	@Test
	@Tag("chaos")
	@ExtendWith(OutputCaptureExtension.class)
	void childrenThatEndBeforeTheirFirstJobAreNotStartedWithoutEnd(CapturedOutput output) {
		start("--resque.child.properties[fork.short-lived]=true");
		await().atMost(LONG)
			.until(() -> output.getOut()
				.contains(
						"Pool default cannot have a child process: A child process ended with exit code 7 while it waited"));
		assertThat(output.getOut()).contains("It is tried again in 1 s");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aBeanThatFailsInChildrenOnlyIsOneClearErrorAndTheJobsStayInTheirQueue(CapturedOutput output) {
		start("--resque.child.properties[fork.broken]=true", ONE_SPARE);
		push(note(1));
		await().atMost(LONG).until(() -> output.getOut().contains("Pool default cannot have a child process"));
		assertThat(output.getOut()).containsPattern("\\n {4}.*broken on purpose");
		assertThat(this.redis.opsForList().range("resque:queue:jobs", 0, -1)).containsExactly(note(1));
	}

	@Test
	void aJobEndsAtItsTimeoutOrWhenItIsKilledAndWithItAChildThatGoesOn() {
		start("--resque.worker.term-timeout=2500ms", "--resque.worker.fork.jobs-per-child=1000");
		push(note(0), limited(false), limited(true), "{\"class\":\"Deaf\",\"args\":[]}");
		await().atMost(LONG).until(() -> notes("started").stream().anyMatch((note) -> note.startsWith("deaf")));
		assertThat(notes("limited")).singleElement().asString().contains("reason=TIMEOUT");
		WorkerControl control = this.application.getBean(WorkerControl.class);
		String worker = this.redis.opsForSet().members("resque:workers").iterator().next();
		await().atMost(LONG).untilAsserted(() -> {
			control.killJob(worker);
			assertThat(failures()).hasSize(3);
		});
		push(note(1));
		awaitProcessed(5);
		assertThat(failures()).containsExactly("io.resque.TermException: Job ran longer than its timeout of 1 s",
				"io.resque.TermException: Job ran longer than its timeout of 1 s, and its process was ended because it went on",
				"io.resque.TermException: Job was killed, and its process was ended because it went on");
		assertThat(this.redis.opsForValue().get("resque:stat:failed")).isEqualTo("3");
		assertThat(notes("failureHook:Limited")).hasSize(2)
			.allSatisfy((hook) -> assertThat(hook).contains("io.resque.TermException: Job ran longer"));
	}

	private void assertThatWorkerHooksRanOnTheirSideOfTheFork() {
		await().atMost(LONG)
			.until(() -> notes("workerHooks").stream().anyMatch((hook) -> hook.startsWith("beforeChild")));
		long parent = ProcessHandle.current().pid();
		String child = notes("notes").get(0).split(":")[1];
		assertThat(notes("workerHooks").stream().filter((hook) -> hook.contains(" " + parent))).containsExactly(
				"beforeFirstFork " + parent, "beforeFork " + parent + " Note", "beforeFork " + parent + " Note",
				"beforeFork " + parent + " Unforkable");
		assertThat(notes("workerHooks").stream().filter((hook) -> !hook.contains(" " + parent)))
			.startsWith("afterFork " + child + " Note", "afterFork " + child + " Note")
			.contains("beforeChildExit " + child)
			.noneMatch((hook) -> hook.contains("Unforkable"));
		assertThat(failures()).containsExactly("java.lang.IllegalStateException: no fork for it");
		assertThat(notes("failureHook:Unforkable")).singleElement().asString().startsWith(parent + " ");
	}

	private void assertThatWhatRunsAgainWasDecidedInTheChildAndInTheParentWhenTheChildIsGone() {
		assertThat(notes("notes")).extracting((note) -> note.replaceAll(":\\d+:", " "))
			.containsExactlyInAnyOrder("throw 10", "exit 10", "snooze 1", "throw 21", "exit 21", "snooze 1");
		assertThat(failures()).isEmpty();
		assertThat(this.redis.opsForValue().multiGet(List.of("performed:throw", "performed:exit")))
			.as("once for each run that counts")
			.containsExactly("1", "1");
		assertThat(this.redis.keys("resque:*retry*")).isEmpty();
		assertThat(this.redis.opsForValue().get("resque:stat:failed")).as("as Ruby counts").isEqualTo("2");
	}

	private void start(String... more) {
		this.application = SpringApplication.run(ForkApplication.class,
				ForkApplication
					.arguments(List.of("--spring.data.redis.url=" + this.server.url(), "--resque.worker.concurrency=1",
							"--resque.child.main-class=" + ForkApplication.class.getName()), more));
	}

	private void push(String... payloads) {
		this.redis.opsForSet().add("resque:queues", "jobs");
		this.redis.opsForList().rightPushAll("resque:queue:jobs", payloads);
	}

	private void awaitProcessed(int jobs) {
		await().atMost(LONG)
			.until(() -> Integer.toString(jobs).equals(this.redis.opsForValue().get("resque:stat:processed")));
	}

	private List<String> notes(String key) {
		return this.redis.opsForList().range("test:" + key, 0, -1);
	}

	private List<String> failures() {
		return this.redis.opsForList()
			.range("resque:failed", 0, -1)
			.stream()
			.map((entry) -> entry.replaceAll(".*\"exception\":\"([^\"]*)\",\"error\":\"([^\"]*)\".*", "$1: $2"))
			.toList();
	}

	private static Stream<ProcessHandle> childProcesses() {
		return ProcessHandle.current().children().filter((child) -> child.info().command().orElse("").endsWith("java"));
	}

	private static List<Long> children() {
		await().atMost(Duration.ofSeconds(10)).until(() -> childProcesses().findAny().isEmpty());
		return childProcesses().map(ProcessHandle::pid).toList();
	}

	private static String limited(boolean deaf) {
		return "{\"class\":\"Limited\",\"args\":[" + deaf + "]}";
	}

	private static String note(int number) {
		return "{\"class\":\"Note\",\"args\":[" + number + "]}";
	}

	private static String eat(int megabytes, int millis) {
		return "{\"class\":\"Eat\",\"args\":[" + megabytes + "," + millis + "]}";
	}

	private static String slow(int number, int millis) {
		return "{\"class\":\"Slow\",\"args\":[" + number + "," + millis + "]}";
	}

}
