package io.resque.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.resque.chaos.LogLine.What;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lies are planted in the log of a run.
 */
class ForgedLogTests {

	private static final Remains NOTHING = remains(0);

	private final List<LogLine> log = new ArrayList<>();

	@Test
	void aJobWhoseAnswerWasLostButThatHasStartedMayNotGetLostEither() {
		log(1, What.LEASE_SEEN, LogLine.NONE, 0, "aaaaaa", "11");
		log(2, What.UNKNOWN, "a", 0, LogLine.NONE, ChaosJobs.WORK);
		log(3, What.STARTED, "a", 1, "aaaaaa", "11");
		log(4, What.KILLED, LogLine.NONE, 0, LogLine.NONE, "11");
		Verdict verdict = Auditor.audit(this.log, remains(1));
		assertThat(verdict.jobs().lost()).isOne();
		assertThat(verdict.problems()).singleElement().asString().startsWith("lost: Work a");
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
		Verdict verdict = Auditor.audit(this.log, NOTHING);
		assertThat(verdict.unprovoked()).isOne();
		assertThat(verdict.problems()).containsExactly(
				"a lease was lost although nobody had killed, frozen or stopped its process: " + "aaaaaa (process 11)");
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
		Verdict verdict = Auditor.audit(this.log, remains(1));
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
		Verdict verdict = Auditor.audit(this.log, remains(2));
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
		log(5, What.PAUSED, LogLine.NONE, 0, LogLine.NONE, "11");
		log(6, What.LEASE_GONE, LogLine.NONE, 0, "aaaaaa", "5");
		log(7, What.ACKNOWLEDGED, "twice", 0, "bbbbbb", LogLine.NONE);
		log(7, What.ACKNOWLEDGED, "late", 0, "bbbbbb", LogLine.NONE);
		log(8, What.ACKNOWLEDGED, "late", 0, "aaaaaa", LogLine.NONE);
		assertThat(Auditor.audit(this.log, remains(2)).problems()).singleElement()
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
		Verdict verdict = Auditor.audit(this.log, NOTHING);
		assertThat(verdict.jobs().lost()).isEqualTo(2);
		assertThat(verdict.doubles()).isEqualTo(new Verdict.Doubles(2, 1, Map.of("failover", 1)));
		assertThat(verdict.problems()).hasSize(2)
			.anyMatch((problem) -> problem.startsWith("lost: Work replicated"))
			.anyMatch((problem) -> problem.startsWith("unexplained double start: Work done"));
	}

	@Test
	void recoveryIsTimedFromTheKillToTheBurial() {
		log(1_000_000, What.LEASE_SEEN, LogLine.NONE, 0, "aaaaaa", "11");
		log(2_000_000, What.KILLED, LogLine.NONE, 0, LogLine.NONE, "11");
		log(5_000_000, What.LEASE_GONE, LogLine.NONE, 0, "aaaaaa", "4900000");
		log(5_500_000, What.BURIED, LogLine.NONE, 0, "aaaaaa", LogLine.NONE);
		Verdict verdict = Auditor.audit(this.log, NOTHING);
		assertThat(verdict.recovery()).isEqualTo(Duration.ofMillis(3500));
		assertThat(verdict.unprovoked()).isZero();
	}

	@Test
	void aLeaseThatIsGoneIsAProblemUnlessItsProcessWasKilledFrozenOrStopped() {
		int pid = 11;
		for (What reason : List.of(What.KILLED, What.PAUSED, What.TERMINATED, What.BORN)) {
			String life = "life" + pid;
			log(1_000_000, What.LEASE_SEEN, LogLine.NONE, 0, life, Integer.toString(pid));
			log(2_000_000, reason, LogLine.NONE, 0, LogLine.NONE, Integer.toString(pid));
			log(7_000_000, What.LEASE_GONE, LogLine.NONE, 0, life, "6900000");
			pid++;
		}
		assertThat(Auditor.audit(this.log, NOTHING).problems()).containsExactly(
				"a lease was lost although nobody had killed, frozen or stopped its process: " + "life14 (process 14)");
	}

	@Test
	void aKillExplainsALeaseAlsoWhenTheWitnessSawItLater() {
		log(1_000_000, What.KILLED, LogLine.NONE, 0, LogLine.NONE, "11");
		log(1_500_000, What.LEASE_SEEN, LogLine.NONE, 0, "aaaaaa", "11");
		log(7_000_000, What.LEASE_GONE, LogLine.NONE, 0, "aaaaaa", "6900000");
		assertThat(Auditor.audit(this.log, NOTHING).problems()).isEmpty();
	}

	@Test
	void aWorkerThatDiedByItselfIsReported() {
		log(1, What.BORN, LogLine.NONE, 0, LogLine.NONE, "11");
		log(2, What.DIED, LogLine.NONE, 0, LogLine.NONE, "11");
		assertThat(Auditor.audit(this.log, NOTHING).problems()).containsExactly("a worker died by itself: process 11");
	}

	@Test
	void aJobThatStartsTooLateIsReported() {
		log(1, What.ACCEPTED, "late", 0, LogLine.NONE, ChaosJobs.WORK);
		log(1, What.ACCEPTED, "inTime", 0, LogLine.NONE, ChaosJobs.WORK);
		log(60_000_001, What.STARTED, "inTime", 1, "aaaaaa", "11");
		log(60_000_002, What.STARTED, "late", 2, "aaaaaa", "11");
		log(60_000_003, What.FINISHED, "inTime", 1, LogLine.NONE, LogLine.NONE);
		log(60_000_003, What.FINISHED, "late", 2, LogLine.NONE, LogLine.NONE);
		assertThat(Auditor.audit(this.log, remains(2)).problems()).singleElement()
			.asString()
			.startsWith("started too late: Work late");
	}

	@Test
	void aProcessThatIsRecoveredTooLateIsReported() {
		log(1, What.LEASE_SEEN, LogLine.NONE, 0, "aaaaaa", "11");
		log(1, What.LEASE_SEEN, LogLine.NONE, 0, "bbbbbb", "12");
		log(2, What.KILLED, LogLine.NONE, 0, LogLine.NONE, "11");
		log(2, What.KILLED, LogLine.NONE, 0, LogLine.NONE, "12");
		log(3, What.LEASE_GONE, LogLine.NONE, 0, "aaaaaa", "2");
		log(3, What.LEASE_GONE, LogLine.NONE, 0, "bbbbbb", "2");
		log(60_000_002, What.BURIED, LogLine.NONE, 0, "aaaaaa", LogLine.NONE);
		log(60_000_003, What.BURIED, LogLine.NONE, 0, "bbbbbb", LogLine.NONE);
		assertThat(Auditor.audit(this.log, NOTHING).problems())
			.containsExactly("recovered too late: bbbbbb (process 12)");
	}

	@Test
	void aProducerOrAWitnessThatBrokeIsReported() {
		log(1, What.BROKEN, LogLine.NONE, 0, LogLine.NONE, "witness: java.lang.IllegalStateException");
		assertThat(Auditor.audit(this.log, NOTHING).problems())
			.containsExactly("the test itself is broken: witness: java.lang.IllegalStateException");
	}

	@Test
	void theWitnessMayBeBlindOnlyWhileRedisIsAway() {
		log(1_000_000, What.REDIS_DOWN, LogLine.NONE, 0, LogLine.NONE, LogLine.NONE);
		log(11_000_000, What.REDIS_UP, LogLine.NONE, 0, LogLine.NONE, LogLine.NONE);
		log(12_000_000, What.BLIND, LogLine.NONE, 0, LogLine.NONE, "11000000");
		Verdict verdict = Auditor.audit(this.log, NOTHING);
		assertThat(verdict.problems()).isEmpty();
		assertThat(verdict.blind()).isEqualTo(Duration.ofSeconds(11));
		log(30_000_000, What.BLIND, LogLine.NONE, 0, LogLine.NONE, "8000000");
		assertThat(Auditor.audit(this.log, NOTHING).problems()).singleElement()
			.asString()
			.startsWith("the witness could not look for PT19S");
	}

	private static Remains remains(int processed) {
		return new Remains(processed, 0, Map.of(), Map.of(), List.of());
	}

	private void log(long micros, What what, String job, long token, String process, String detail) {
		this.log.add(new LogLine(micros, what, job, token, process, detail));
	}

}
