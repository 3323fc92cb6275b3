package io.resque.chaos;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.resque.chaos.LogLine.What;

/**
 * Judges a run by its log and by what is left in Redis. Knows nothing of workers but what
 * they promise.
 */
final class Auditor {

	/** Until a job has started, and until a killed process is recovered. */
	static final Duration LATEST = Duration.ofSeconds(60);

	private static final Duration BLIND_AT_MOST = Duration.ofSeconds(5);

	/** How long it takes at most after an outage, in microseconds. */
	private static final long RECONNECTING = 3_000_000;

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
		report("lost", lost.stream().filter((job) -> !this.amnesia.excusesLossOf(job)).toList());
		int unexplained = (int) this.jobs.stream().filter(this::isDoubledWithoutReason).count();
		auditJobs();
		auditFailedList();
		if (!this.amnesia.happened()) {
			auditCounters();
		}
		auditProcesses();
		this.remains.keys().forEach((key) -> this.problems.add("left in Redis: " + key));
		Verdict.Jobs counts = new Verdict.Jobs(count(What.ACCEPTED), count(What.REFUSED), count(What.UNKNOWN),
				jobs((job) -> job.is(What.UNKNOWN) && isEnqueued(job)).size(), jobs(JobHistory::ended).size(),
				lost.size());
		Verdict.Doubles doubles = new Verdict.Doubles(jobs((job) -> job.starts().size() > 1).size(), unexplained,
				this.explanations);
		return new Verdict(counts, doubles, lines(What.LATE).size(), unprovoked().size(), auditWitness(),
				longestRecovery(), longestDelay(), this.problems);
	}

	private void auditJobs() {
		report("refused, but there", jobs((job) -> job.is(What.REFUSED) && isEnqueued(job)));
		report("started, but nobody enqueued it", jobs((job) -> !job.wasEnqueued() && !job.starts().isEmpty()));
		report("started more than once although it must not be", jobs((job) -> job.isNamed(ChaosJobs.ONCE)
				&& job.starts().size() > 1 && !this.amnesia.excusesRepetitionOf(job)));
		report("announced as done more than once",
				jobs((job) -> ownersWhoSaidDone(job) > 1 && !this.amnesia.excusesRepetitionOf(job)));
		report("started too late", jobs((job) -> job.wasEnqueued() && micros(job.delayMicros()).compareTo(LATEST) > 0));
	}

	/** Who is not recovered at all leaves his lease or his jobs in Redis. */
	private void auditProcesses() {
		lines(What.DIED).forEach((line) -> this.problems.add("a worker died by itself: process " + line.detail()));
		unprovoked().forEach((process) -> this.problems
			.add("a lease was lost although nobody had killed, frozen or stopped its process: " + process));
		this.processes.values()
			.stream()
			.filter((process) -> micros(process.recoveryMicros().orElse(0)).compareTo(LATEST) > 0)
			.forEach((process) -> this.problems.add("recovered too late: " + process));
		lines(What.BROKEN).forEach((line) -> this.problems.add("the test itself is broken: " + line.detail()));
	}

	/**
	 * While it cannot look, any lease may have been gone: that must not be longer than
	 * Redis was away.
	 */
	private Duration auditWitness() {
		Duration blind = micros(lines(What.BLIND).stream().mapToLong((line) -> Long.parseLong(line.detail())).sum());
		long outages = 0;
		long down = 0;
		for (LogLine line : this.log) {
			if (line.what() == What.REDIS_DOWN) {
				down = line.micros();
				outages += RECONNECTING;
			}
			else if (line.what() == What.REDIS_UP) {
				outages += line.micros() - down;
			}
		}
		if (blind.compareTo(micros(outages).plus(BLIND_AT_MOST)) > 0) {
			this.problems.add("the witness could not look for " + blind + ", Redis was away for " + micros(outages));
		}
		return blind;
	}

	/** A job that throws must be in the failed list; another may be, after crashes. */
	private boolean isLost(JobHistory job) {
		return this.remains.failures(job.id()) == 0 && (job.isNamed(ChaosJobs.FAIL) || !job.ended());
	}

	/** Unknown ones show by their start, or in the failed list, that Redis took them. */
	private boolean isEnqueued(JobHistory job) {
		return job.is(What.ACCEPTED) || !job.starts().isEmpty() || this.remains.failures(job.id()) > 0;
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
		report("more than once in the failed list", jobs((job) -> this.remains.failures(job.id()) > 1));
		report("failed, but does not throw",
				jobs((job) -> this.remains.threw().containsKey(job.id()) && !job.isNamed(ChaosJobs.FAIL)));
		report("failed by a crash that did not happen",
				jobs((job) -> this.remains.crashed()
					.getOrDefault(job.id(), List.of())
					.stream()
					.anyMatch((exit) -> !exit.isJustified(job, this.processes.values()))));
		Set<String> failed = new TreeSet<>(this.remains.threw().keySet());
		failed.addAll(this.remains.crashed().keySet());
		jobs(JobHistory::wasEnqueued).forEach((job) -> failed.remove(job.id()));
		failed.forEach((job) -> this.problems.add("failed, but nobody enqueued it: " + job));
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

	private List<ProcessHistory> unprovoked() {
		return this.processes.values().stream().filter(ProcessHistory::lostItsLeaseUnprovoked).toList();
	}

	private List<LogLine> lines(What what) {
		return this.log.stream().filter((line) -> line.what() == what).toList();
	}

	private void report(String problem, List<JobHistory> jobs) {
		jobs.forEach((job) -> this.problems.add(problem + ": " + job));
	}

	private int count(What result) {
		return jobs((job) -> job.is(result)).size();
	}

	private List<JobHistory> jobs(Predicate<JobHistory> wanted) {
		return this.jobs.stream().filter(wanted).toList();
	}

}
