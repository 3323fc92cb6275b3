package io.resque.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.chaos.LogLine.What;
import io.resque.redis.Keyspace;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Lies are planted in Redis: an auditor that was never seen to complain proves nothing.
 * Those of the log are in {@link ForgedLogTests}, those that blame a crash in
 * {@link ForgedCrashTests}.
 */
@ExtendWith(RedisServerExtension.class)
class AuditorTests {

	private final StringRedisTemplate redis;

	private final TestWorkers workers;

	@TempDir
	private Path directory;

	private RunLog log;

	private LeaseWatch watch;

	AuditorTests(RedisServer server) {
		this.redis = server.template();
		this.workers = new TestWorkers(server.redis("resque")).pool(2, 2, ChaosJobs.QUEUES);
	}

	@BeforeEach
	void openTheLog() {
		this.log = RunLog.append(this.directory, "test");
		this.watch = new LeaseWatch(this.redis, this.log);
	}

	@Test
	void anHonestRunHasNoProblems() {
		for (int i = 0; i < 20; i++) {
			enqueue(List.of(ChaosJobs.WORK, ChaosJobs.FAIL, ChaosJobs.ONCE).get(i % 3), "job-" + i);
		}
		Verdict verdict = runAndAudit();
		assertThat(verdict.problems()).isEmpty();
		assertThat(verdict.jobs()).isEqualTo(new Verdict.Jobs(20, 0, 0, 0, 20, 0));
		assertThat(verdict.doubles().all()).isZero();
	}

	@Test
	void aJobThatWasRemovedFromItsQueueIsLost() {
		enqueue(ChaosJobs.WORK, "a");
		enqueue(ChaosJobs.WORK, "b");
		this.redis.opsForList().remove("resque:queue:normal", 1, payload(ChaosJobs.WORK, "b"));
		Verdict verdict = runAndAudit();
		assertThat(verdict.jobs().lost()).isOne();
		assertThat(verdict.problems()).anyMatch((problem) -> problem.startsWith("lost: Work b"));
	}

	@Test
	void aJobThatThrewAndIsNotInTheFailedListIsLost() {
		enqueue(ChaosJobs.FAIL, "a");
		run();
		this.redis.delete("resque:failed");
		assertThat(audit().problems()).anyMatch((problem) -> problem.startsWith("lost: Fail a"))
			.contains("stat:failed is 1 and should be 0");
	}

	@Test
	void aJobThatIsInTheFailedListTwiceIsReported() {
		enqueue(ChaosJobs.FAIL, "a");
		run();
		this.redis.opsForList().rightPush("resque:failed", this.redis.opsForList().index("resque:failed", 0));
		assertThat(audit().problems()).singleElement()
			.asString()
			.startsWith("more than once in the failed list: Fail a");
	}

	@Test
	void aJobThatDoesNotThrowAndIsInTheFailedListIsReported() {
		enqueue(ChaosJobs.WORK, "a");
		run();
		fail(ChaosJobs.WORK, "a", "java.lang.IllegalStateException");
		assertThat(audit().problems()).hasSize(2)
			.contains("stat:failed is 0 and should be 1")
			.anyMatch((problem) -> problem.startsWith("failed, but does not throw: Work a"));
	}

	@Test
	void aJobThatNobodyEnqueuedIsReported() {
		push(ChaosJobs.WORK, "ran");
		run();
		fail(ChaosJobs.FAIL, "failed", "java.lang.IllegalStateException");
		this.redis.opsForValue().increment("resque:stat:failed");
		assertThat(audit().problems()).hasSize(2)
			.contains("failed, but nobody enqueued it: failed")
			.anyMatch((problem) -> problem.startsWith("started, but nobody enqueued it: - ran"));
	}

	@Test
	void aJobThatIsInTheFailedListByACrashThatDidNotHappenIsReported() {
		enqueue(ChaosJobs.WORK, "a");
		enqueue(ChaosJobs.WORK, "b");
		this.redis.opsForList().remove("resque:queue:normal", 1, payload(ChaosJobs.WORK, "b"));
		run();
		fail(ChaosJobs.WORK, "b", "Resque::DirtyExit");
		assertThat(audit().problems()).singleElement()
			.asString()
			.startsWith("failed by a crash that did not happen: Work b");
	}

	@Test
	void aJobThatWasPushedAgainIsAnUnexplainedDouble() {
		enqueue(ChaosJobs.WORK, "a");
		push(ChaosJobs.WORK, "a");
		Verdict verdict = runAndAudit();
		assertThat(verdict.doubles()).isEqualTo(new Verdict.Doubles(1, 1, Map.of()));
		assertThat(verdict.problems()).anyMatch((problem) -> problem.startsWith("unexplained double start: Work a"))
			.contains("stat:processed is 2 and should be 1");
	}

	@Test
	void aJobThatWasRefusedMustNotRun() {
		push(ChaosJobs.WORK, "a");
		this.log.job(What.REFUSED, "a", 0, LogLine.NONE, ChaosJobs.WORK);
		assertThat(runAndAudit().problems()).anyMatch((problem) -> problem.startsWith("refused, but there: Work a"));
	}

	@Test
	void aJobWhoseEnqueueingHasAnUnknownOutcomeMayRunOrNot() {
		push(ChaosJobs.WORK, "taken");
		this.log.job(What.UNKNOWN, "taken", 0, LogLine.NONE, ChaosJobs.WORK);
		this.log.job(What.UNKNOWN, "not", 0, LogLine.NONE, ChaosJobs.WORK);
		Verdict verdict = runAndAudit();
		assertThat(verdict.problems()).isEmpty();
		assertThat(verdict.jobs()).isEqualTo(new Verdict.Jobs(0, 0, 2, 1, 1, 0));
	}

	@Test
	void aCounterThatWasIncrementedIsReported() {
		enqueue(ChaosJobs.WORK, "a");
		run();
		this.redis.opsForValue().increment("resque:stat:processed");
		assertThat(audit().problems()).containsExactly("stat:processed is 2 and should be 1");
	}

	@Test
	void aWitnessThatRedisRefusesToAnswerIsReported() throws InterruptedException {
		this.redis.opsForValue().set("resque:spring:leases", "no leases");
		this.watch.start();
		this.watch.join();
		this.redis.delete("resque:spring:leases");
		assertThat(audit().problems()).singleElement().asString().startsWith("the test itself is broken: witness: ");
	}

	@Test
	void aProducerThatEndsBeforeItsTimeIsReported() throws InterruptedException {
		ResqueRedis odd = mock(ResqueRedis.class, (call) -> {
			if (call.getMethod().getName().equals("keys")) {
				return new Keyspace("resque");
			}
			throw new IllegalStateException("odd");
		});
		Producer producer = new Producer("odd", odd, this.log, 1, Arena.LEASE);
		producer.start();
		producer.join();
		assertThat(audit().problems()).singleElement()
			.asString()
			.isEqualTo("the test itself is broken: producer odd: java.lang.IllegalStateException: odd");
	}

	@Test
	void whatIsLeftInRedisIsReported() {
		enqueue(ChaosJobs.WORK, "a");
		run();
		this.redis.opsForHash().put("resque:spring:inflight:0123456789abcdef", "1", "x");
		this.redis.opsForZSet().add("resque:spring:leases", "0123456789abcdef", 1);
		assertThat(audit().problems()).hasSize(2)
			.anyMatch((problem) -> problem.startsWith("left in Redis: resque:spring:inflight:0123456789abcdef"))
			.anyMatch((problem) -> problem.startsWith("left in Redis: resque:spring:leases"));
	}

	@Test
	void aLineThatAKillHasCutInTwoIsNoLine() throws Exception {
		enqueue(ChaosJobs.WORK, "a");
		Files.writeString(this.directory.resolve("test.events"), "17", StandardOpenOption.APPEND);
		assertThat(RunLog.read(this.directory)).hasSize(1);
	}

	private void enqueue(String job, String id) {
		push(job, id);
		this.log.job(What.ACCEPTED, id, 0, LogLine.NONE, job);
	}

	private void push(String job, String id) {
		this.redis.opsForSet().add("resque:queues", "normal");
		this.redis.opsForList().rightPush("resque:queue:normal", payload(job, id));
	}

	private void fail(String job, String id, String exception) {
		this.redis.opsForList()
			.rightPush("resque:failed", "{\"payload\":" + payload(job, id) + ",\"exception\":\"" + exception + "\"}");
	}

	private static String payload(String job, String id) {
		return "{\"class\":\"" + job + "\",\"args\":[\"" + id + "\",1]}";
	}

	private Verdict runAndAudit() {
		run();
		return audit();
	}

	private void run() {
		WorkerContainer container = ChaosJobs.register(this.workers, this.log).container();
		this.watch.start();
		container.start();
		await().until(() -> Remains.isDrained(this.redis));
		// As long as it can be seen: a lease that is given up explains what came before.
		this.watch.finish();
		container.stop();
	}

	private Verdict audit() {
		return Auditor.audit(RunLog.read(this.directory), Remains.read(this.redis));
	}

}
