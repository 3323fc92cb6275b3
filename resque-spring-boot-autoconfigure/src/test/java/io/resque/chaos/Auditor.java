package io.resque.chaos;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.resque.chaos.LogLine.What;

/**
 * Judges a run by its log and by what is left in Redis. Knows nothing of workers but what
 * they promise.
 */
final class Auditor {

	private final List<LogLine> log;

	private final Remains remains;

	private final Collection<JobHistory> jobs;

	private final Map<String, ProcessHistory> processes;

	private final Amnesia amnesia;

	private final List<String> problems = new ArrayList<>();

	private final Map<String, Integer> explanations = new TreeMap<>();

	private Auditor(List<LogLine> log, Remains remains) {
		this.log = log;
		this.remains = remains;
		this.jobs = JobHistory.of(log).values();
		this.processes = ProcessHistory.of(log);
		this.amnesia = Amnesia.of(log);
	}

	static Verdict audit(List<LogLine> log, Remains remains) {
		return new Auditor(log, remains).verdict();
	}

	private Verdict verdict() {
		List<JobHistory> lost = jobs((job) -> !job.is(What.REFUSED) && isEnqueued(job) && isLost(job));
		lost.stream()
			.filter((job) -> !this.amnesia.excusesLossOf(job))
			.forEach((job) -> this.problems.add("lost: " + job));
		int unexplained = (int) this.jobs.stream().filter(this::isDoubledWithoutReason).count();
		jobs((job) -> job.is(What.REFUSED) && isEnqueued(job))
			.forEach((job) -> this.problems.add("refused, but there: " + job));
		jobs((job) -> job.isNamed(ChaosJobs.ONCE) && job.starts().size() > 1 && !this.amnesia.excusesRepetitionOf(job))
			.forEach((job) -> this.problems.add("started more than once although it must not be: " + job));
		jobs((job) -> ownersWhoSaidDone(job) > 1 && !this.amnesia.excusesRepetitionOf(job))
			.forEach((job) -> this.problems.add("announced as done more than once: " + job));
		auditFailedList();
		if (!this.amnesia.happened()) {
			auditCounters();
		}
		this.remains.keys().forEach((key) -> this.problems.add("left in Redis: " + key));
		Verdict.Jobs counts = new Verdict.Jobs(count(What.ACCEPTED), count(What.REFUSED), count(What.UNKNOWN),
				jobs((job) -> job.is(What.UNKNOWN) && isEnqueued(job)).size(), jobs(JobHistory::ended).size(),
				lost.size());
		Verdict.Doubles doubles = new Verdict.Doubles(jobs((job) -> job.starts().size() > 1).size(), unexplained,
				this.explanations);
		int unprovoked = (int) this.processes.values().stream().filter(ProcessHistory::lostItsLeaseUnprovoked).count();
		int late = (int) this.log.stream().filter((line) -> line.what() == What.LATE).count();
		return new Verdict(counts, doubles, late, unprovoked, longestRecovery(), longestDelay(), this.problems);
	}

	/** A job that throws must be in the failed list; another may be, after crashes. */
	private boolean isLost(JobHistory job) {
		boolean inFailed = this.remains.threw().containsKey(job.id()) || this.remains.crashed().containsKey(job.id());
		return !inFailed && (job.isNamed(ChaosJobs.FAIL) || !job.ended());
	}

	/** Unknown ones show by their start, or in the failed list, that Redis took them. */
	private boolean isEnqueued(JobHistory job) {
		return job.is(What.ACCEPTED) || !job.starts().isEmpty() || this.remains.threw().containsKey(job.id())
				|| this.remains.crashed().containsKey(job.id());
	}

	/**
	 * A second start is explained when the lease of the owner before it may have been
	 * gone by then.
	 */
	private boolean isDoubledWithoutReason(JobHistory job) {
		boolean unexplained = false;
		List<LogLine> starts = job.starts();
		for (int i = 1; i < starts.size(); i++) {
			LogLine before = starts.get(i - 1);
			ProcessHistory owner = this.processes.get(before.process());
			if (owner != null && before.token() != starts.get(i).token()
					&& owner.mayHaveLostItsLeaseBy(starts.get(i).micros())) {
				this.explanations.merge(owner.cause(), 1, Integer::sum);
			}
			else if (this.amnesia.excusesRepetitionOf(job)) {
				this.explanations.merge("failover", 1, Integer::sum);
			}
			else {
				this.problems.add("unexplained double start: " + job);
				unexplained = true;
			}
		}
		return unexplained;
	}

	/**
	 * Who has lost his lease without knowing it may be wrong, after an answer that was
	 * lost; everybody else may not.
	 */
	private long ownersWhoSaidDone(JobHistory job) {
		return job.acknowledgements().stream().filter((line) -> {
			ProcessHistory owner = this.processes.get(line.process());
			return owner == null || !owner.mayHaveLostItsLeaseBy(line.micros());
		}).count();
	}

	/**
	 * Each job that was enqueued leaves once: counted, or to the failed list by a crash.
	 */
	private void auditCounters() {
		long enqueued = jobs(this::isEnqueued).size();
		long crashed = this.remains.crashed().size();
		expect("stat:processed", enqueued - crashed, this.remains.processed());
		expect("stat:failed", this.remains.threw().size(), this.remains.failed());
	}

	private void auditFailedList() {
		jobs((job) -> this.remains.threw().getOrDefault(job.id(), 0)
				+ this.remains.crashed().getOrDefault(job.id(), 0) > 1)
			.forEach((job) -> this.problems.add("more than once in the failed list: " + job));
		jobs((job) -> this.remains.threw().containsKey(job.id()) && !job.isNamed(ChaosJobs.FAIL))
			.forEach((job) -> this.problems.add("failed, but does not throw: " + job));
		jobs((job) -> this.remains.crashed().containsKey(job.id()) && !mayHaveMetACrash(job))
			.forEach((job) -> this.problems.add("failed by a crash that did not happen: " + job));
	}

	/** A job that asks to run once is marked before it can log its start. */
	private boolean mayHaveMetACrash(JobHistory job) {
		return (job.starts().isEmpty() && job.isNamed(ChaosJobs.ONCE)) || job.starts()
			.stream()
			.map((start) -> this.processes.get(start.process()))
			.anyMatch((owner) -> owner != null && owner.wasKilledOrAway());
	}

	private void expect(String counter, long expected, long actual) {
		if (actual != expected) {
			this.problems.add(counter + " is " + actual + " and should be " + expected);
		}
	}

	private Duration longestRecovery() {
		return micros(this.processes.values()
			.stream()
			.mapToLong((process) -> process.recoveryMicros().orElse(0))
			.max()
			.orElse(0));
	}

	private Duration longestDelay() {
		return micros(this.jobs.stream()
			.filter((job) -> job.is(What.ACCEPTED))
			.mapToLong(JobHistory::delayMicros)
			.max()
			.orElse(0));
	}

	private static Duration micros(long micros) {
		return Duration.of(micros, ChronoUnit.MICROS);
	}

	private int count(What result) {
		return jobs((job) -> job.is(result)).size();
	}

	private List<JobHistory> jobs(Predicate<JobHistory> wanted) {
		return this.jobs.stream().filter(wanted).toList();
	}

}
