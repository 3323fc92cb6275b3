package io.resque.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.chaos.LogLine.What;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Lies are planted, in Redis and in the log: an auditor that was never seen to complain
 * proves nothing.
 */
@ExtendWith(RedisServerExtension.class)
class AuditorTests {

	private static final Remains NOTHING = new Remains(0, 0, Map.of(), Map.of(), List.of());

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
	void aJobWhoseAnswerWasLostButThatHasStartedMayNotGetLostEither() {
		log(1, What.LEASE_SEEN, LogLine.NONE, 0, "aaaaaa", "11");
		log(2, What.UNKNOWN, "a", 0, LogLine.NONE, ChaosJobs.WORK);
		log(3, What.STARTED, "a", 1, "aaaaaa", "11");
		log(4, What.KILLED, LogLine.NONE, 0, LogLine.NONE, "11");
		Verdict verdict = Auditor.audit(RunLog.read(this.directory), remains(1));
		assertThat(verdict.jobs().lost()).isOne();
		assertThat(verdict.problems()).singleElement().asString().startsWith("lost: Work a");
	}

	@Test
	void aJobThatIsInTheFailedListByACrashThatDidNotHappenIsReported() {
		enqueue(ChaosJobs.WORK, "a");
		enqueue(ChaosJobs.WORK, "b");
		this.redis.opsForList().remove("resque:queue:normal", 1, payload(ChaosJobs.WORK, "b"));
		run();
		this.redis.opsForList()
			.rightPush("resque:failed",
					"{\"payload\":" + payload(ChaosJobs.WORK, "b") + ",\"exception\":\"Resque::DirtyExit\"}");
		assertThat(audit().problems()).singleElement()
			.asString()
			.startsWith("failed by a crash that did not happen: Work b");
	}

	@Test
	void aLeaseThatIsLostAfterAFreezeOfLessThanTheRestOfItIsUnprovoked() {
		log(1_000_000, What.LEASE_SEEN, LogLine.NONE, 0, "aaaaaa", "11");
		log(1_000_000, What.LEASE_SEEN, LogLine.NONE, 0, "bbbbbb", "12");
		log(2_000_000, What.PAUSED, LogLine.NONE, 0, LogLine.NONE, "11");
		log(2_000_000, What.PAUSED, LogLine.NONE, 0, LogLine.NONE, "12");
		log(4_000_000, What.RESUMED, LogLine.NONE, 0, LogLine.NONE, "11");
		log(6_000_000, What.RESUMED, LogLine.NONE, 0, LogLine.NONE, "12");
		log(7_000_000, What.LEASE_GONE, LogLine.NONE, 0, "aaaaaa", "6900000");
		log(7_000_000, What.LEASE_GONE, LogLine.NONE, 0, "bbbbbb", "6900000");
		log(8_000_000, What.LEASE_LOST, LogLine.NONE, 0, "aaaaaa", "0 jobs");
		log(8_000_000, What.LEASE_LOST, LogLine.NONE, 0, "bbbbbb", "0 jobs");
		assertThat(Auditor.audit(RunLog.read(this.directory), NOTHING).unprovoked()).isOne();
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
	void aJobThatAsksToRunOnceAndIsPushedAgainIsReportedAlsoWhenItsOwnerWasKilled() {
		log(1, What.LEASE_SEEN, LogLine.NONE, 0, "aaaaaa", "11");
		log(2, What.ACCEPTED, "a", 0, LogLine.NONE, ChaosJobs.ONCE);
		log(3, What.STARTED, "a", 1, "aaaaaa", "11");
		log(4, What.KILLED, LogLine.NONE, 0, LogLine.NONE, "11");
		log(6, What.LEASE_GONE, LogLine.NONE, 0, "aaaaaa", "5");
		log(7, What.STARTED, "a", 2, "bbbbbb", "12");
		log(8, What.FINISHED, "a", 2, LogLine.NONE, LogLine.NONE);
		Verdict verdict = Auditor.audit(RunLog.read(this.directory), remains(1));
		assertThat(verdict.problems()).singleElement().asString().startsWith("started more than once");
		assertThat(verdict.doubles()).isEqualTo(new Verdict.Doubles(1, 0, Map.of("killed", 1)));
	}

	@Test
	void aSecondStartIsExplainedOnlyByALeaseThatWasLostBefore() {
		log(1, What.LEASE_SEEN, LogLine.NONE, 0, "aaaaaa", "11");
		log(2, What.ACCEPTED, "early", 0, LogLine.NONE, ChaosJobs.WORK);
		log(2, What.ACCEPTED, "late", 0, LogLine.NONE, ChaosJobs.WORK);
		log(3, What.STARTED, "early", 1, "aaaaaa", "11");
		log(3, What.STARTED, "late", 2, "aaaaaa", "11");
		log(4, What.PAUSED, LogLine.NONE, 0, LogLine.NONE, "11");
		log(5, What.STARTED, "early", 3, "bbbbbb", "12");
		log(7, What.LEASE_GONE, LogLine.NONE, 0, "aaaaaa", "6");
		log(8, What.STARTED, "late", 4, "bbbbbb", "12");
		log(9, What.FINISHED, "early", 3, LogLine.NONE, LogLine.NONE);
		log(9, What.FINISHED, "late", 4, LogLine.NONE, LogLine.NONE);
		Verdict verdict = Auditor.audit(RunLog.read(this.directory), remains(2));
		assertThat(verdict.doubles()).isEqualTo(new Verdict.Doubles(2, 1, Map.of("frozen", 1)));
		assertThat(verdict.problems()).singleElement().asString().startsWith("unexplained double start: Work early");
	}

	@Test
	void onlyWhoStillHasHisLeaseMayAnnounceThatAJobIsDone() {
		log(1, What.LEASE_SEEN, LogLine.NONE, 0, "aaaaaa", "11");
		log(2, What.ACCEPTED, "twice", 0, LogLine.NONE, ChaosJobs.WORK);
		log(2, What.ACCEPTED, "late", 0, LogLine.NONE, ChaosJobs.WORK);
		log(3, What.FINISHED, "twice", 1, LogLine.NONE, LogLine.NONE);
		log(3, What.FINISHED, "late", 2, LogLine.NONE, LogLine.NONE);
		log(4, What.ACKNOWLEDGED, "twice", 0, "aaaaaa", LogLine.NONE);
		log(6, What.LEASE_GONE, LogLine.NONE, 0, "aaaaaa", "5");
		log(7, What.ACKNOWLEDGED, "twice", 0, "bbbbbb", LogLine.NONE);
		log(7, What.ACKNOWLEDGED, "late", 0, "bbbbbb", LogLine.NONE);
		log(8, What.ACKNOWLEDGED, "late", 0, "aaaaaa", LogLine.NONE);
		assertThat(Auditor.audit(RunLog.read(this.directory), remains(2)).problems()).singleElement()
			.asString()
			.startsWith("announced as done more than once: Work twice");
	}

	@Test
	void onlyWhatTheNewMasterDidNotGetMayBeLostOrRepeated() {
		log(1, What.ACCEPTED, "replicated", 0, LogLine.NONE, ChaosJobs.WORK);
		log(2, What.ACCEPTED, "done", 0, LogLine.NONE, ChaosJobs.WORK);
		log(3, What.STARTED, "done", 1, "aaaaaa", "11");
		log(3, What.FINISHED, "done", 1, LogLine.NONE, LogLine.NONE);
		log(4, What.ACKNOWLEDGED, "done", 0, "aaaaaa", LogLine.NONE);
		log(5, What.REPLICA_BEHIND, LogLine.NONE, 0, LogLine.NONE, LogLine.NONE);
		log(6, What.ACCEPTED, "forgotten", 0, LogLine.NONE, ChaosJobs.WORK);
		log(6, What.ACCEPTED, "repeated", 0, LogLine.NONE, ChaosJobs.WORK);
		log(7, What.STARTED, "repeated", 2, "aaaaaa", "11");
		log(8, What.REDIS_DOWN, LogLine.NONE, 0, LogLine.NONE, LogLine.NONE);
		log(9, What.STARTED, "repeated", 2, "aaaaaa", "11");
		log(9, What.FINISHED, "repeated", 2, LogLine.NONE, LogLine.NONE);
		log(9, What.STARTED, "done", 1, "aaaaaa", "11");
		Verdict verdict = Auditor.audit(RunLog.read(this.directory), NOTHING);
		assertThat(verdict.jobs().lost()).isEqualTo(2);
		assertThat(verdict.doubles()).isEqualTo(new Verdict.Doubles(2, 1, Map.of("failover", 1)));
		assertThat(verdict.problems()).hasSize(2)
			.anyMatch((problem) -> problem.startsWith("lost: Work replicated"))
			.anyMatch((problem) -> problem.startsWith("unexplained double start: Work done"));
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
	void recoveryIsTimedFromTheKillToTheBurial() {
		log(1_000_000, What.LEASE_SEEN, LogLine.NONE, 0, "aaaaaa", "11");
		log(2_000_000, What.KILLED, LogLine.NONE, 0, LogLine.NONE, "11");
		log(5_000_000, What.LEASE_GONE, LogLine.NONE, 0, "aaaaaa", "4900000");
		log(5_500_000, What.BURIED, LogLine.NONE, 0, "aaaaaa", LogLine.NONE);
		Verdict verdict = Auditor.audit(RunLog.read(this.directory), NOTHING);
		assertThat(verdict.recovery()).isEqualTo(Duration.ofMillis(3500));
		assertThat(verdict.unprovoked()).isZero();
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

	private static Remains remains(int processed) {
		return new Remains(processed, 0, Map.of(), Map.of(), List.of());
	}

	private void log(long micros, What what, String job, long token, String process, String detail) {
		this.log.write(new LogLine(micros, what, job, token, process, detail));
	}

}
