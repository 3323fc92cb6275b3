package io.resque.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.resque.chaos.LogLine.What;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Entries of the failed list that blame crashes: only those may be there that the deaths
 * of the job's owners justify.
 */
class ForgedCrashTests {

	private static final String NOT_AGAIN = "The process died while it performed this job, which asks not to be run "
			+ "again";

	private static final String POISON = "Poison pill: 3 processes died while they had this job";

	private final List<LogLine> log = new ArrayList<>();

	/** Processes 11 to 13 are killed one after the other, 14 lives. */
	@BeforeEach
	void threeDie() {
		log(1, What.ACCEPTED, "a", 0, LogLine.NONE, "?");
		for (int i = 1; i <= 4; i++) {
			log(10 * i, What.LEASE_SEEN, LogLine.NONE, 0, "life1" + i, "1" + i);
			if (i < 4) {
				log(10 * i + 2, What.KILLED, LogLine.NONE, 0, LogLine.NONE, "1" + i);
				log(10 * i + 4, What.LEASE_GONE, LogLine.NONE, 0, "life1" + i, Integer.toString(10 * i + 3));
			}
		}
	}

	@Test
	void aThirdCrashMakesAPoisonPill() {
		startedBy(11, 12, 13);
		assertThat(audit(ChaosJobs.WORK, poison("in flight", 11, 12, 13))).isEmpty();
	}

	@Test
	void theLastStartMayNotHaveBeenLoggedAndTheFirstNotHaveHappened() {
		startedBy(12);
		assertThat(audit(ChaosJobs.WORK, poison("in flight", 11, 12, 13))).isEmpty();
	}

	@Test
	void aPoisonPillBeforeItsThirdCrashIsReported() {
		startedBy(11, 12);
		expectProblem(ChaosJobs.WORK, poison("running", 11, 12));
	}

	@Test
	void aPoisonPillOfWhoseOwnersOneLivesIsReported() {
		startedBy(11, 12, 14);
		expectProblem(ChaosJobs.WORK, poison("in flight", 11, 12, 14));
	}

	@Test
	void aDeathThatIsCountedTwiceIsReported() {
		startedBy(11, 12);
		expectProblem(ChaosJobs.WORK, poison("in flight", 11, 12, 12));
	}

	@Test
	void aPoisonPillThatNobodyWhoDiedHadStartedIsReported() {
		startedBy(14);
		expectProblem(ChaosJobs.WORK, poison("in flight", 11, 12, 13));
	}

	@Test
	void aPoisonPillWhoseCrashesWereBeforeItWasEnqueuedIsReported() {
		this.log.set(0, new LogLine(25, What.ACCEPTED, "a", 0, LogLine.NONE, ChaosJobs.WORK));
		startedBy(12, 13);
		expectProblem(ChaosJobs.WORK, poison("in flight", 11, 12, 13));
	}

	@Test
	void aJobThatAsksToRunOnceFailsAtItsFirstCrashAlsoBeforeItHasLoggedItsStart() {
		assertThat(audit(ChaosJobs.ONCE, new DirtyExit(NOT_AGAIN, "11", List.of()))).isEmpty();
		startedBy(11);
		assertThat(audit(ChaosJobs.ONCE, new DirtyExit(NOT_AGAIN, "11", List.of()))).isEmpty();
	}

	@Test
	void aJobThatAsksToRunOnceAndNeverStartedIsReportedWhenTheProcessThatIsBlamedLives() {
		expectProblem(ChaosJobs.ONCE, new DirtyExit(NOT_AGAIN, "14", List.of()));
	}

	@Test
	void aJobThatAsksToRunOnceIsReportedWhenSomebodyElseHadStartedIt() {
		startedBy(14);
		expectProblem(ChaosJobs.ONCE, new DirtyExit(NOT_AGAIN, "11", List.of()));
	}

	@Test
	void aJobThatMayRunAgainAndFailedAtOneCrashIsReported() {
		startedBy(11);
		expectProblem(ChaosJobs.WORK, new DirtyExit(NOT_AGAIN, "11", List.of()));
	}

	@Test
	void aJobThatWasCutShortWithoutACrashIsReported() {
		startedBy(14);
		expectProblem(ChaosJobs.ONCE, new DirtyExit("Job still being processed", "14", List.of()));
	}

	@Test
	void anEntryIsRead() {
		assertThat(DirtyExit.parse("""
				{"exception":"Resque::DirtyExit","error":"Poison pill: …","worker":"box:12:normal",
				"backtrace":["2026-11-25T20:31:23Z running on box:12"]}"""))
			.isEqualTo(new DirtyExit("Poison pill: …", "12", List.of("2026-11-25T20:31:23Z running on box:12")));
	}

	private void expectProblem(String job, DirtyExit exit) {
		assertThat(audit(job, exit)).singleElement()
			.asString()
			.startsWith("failed by a crash that did not happen: " + job + " a");
	}

	private List<String> audit(String job, DirtyExit exit) {
		this.log.set(0, new LogLine(this.log.get(0).micros(), What.ACCEPTED, "a", 0, LogLine.NONE, job));
		return Auditor.audit(this.log, new Remains(0, 0, Map.of(), Map.of("a", List.of(exit)), List.of())).problems();
	}

	private static DirtyExit poison(String first, int... pids) {
		List<String> trail = new ArrayList<>();
		for (int pid : pids) {
			trail.add("2026-11-25T20:31:23Z " + (trail.isEmpty() ? first : "running") + " on box:" + pid);
		}
		return new DirtyExit(POISON, Integer.toString(pids[pids.length - 1]), trail);
	}

	private void startedBy(int... pids) {
		for (int pid : pids) {
			log((pid - 10) * 10 + 1, What.STARTED, "a", pid, "life" + pid, Integer.toString(pid));
		}
	}

	private void log(long micros, What what, String job, long token, String process, String detail) {
		this.log.add(new LogLine(micros, what, job, token, process, detail));
	}

}
