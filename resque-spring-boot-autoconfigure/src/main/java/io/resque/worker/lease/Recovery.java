package io.resque.worker.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.resque.DecodeException;
import io.resque.JobCodec;
import io.resque.event.JobEvent;
import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.failure.FailureRecorder;
import io.resque.failure.JobFailure;
import io.resque.failure.ReportedFailure;
import io.resque.redis.FailedEntry;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.redis.RecoveryStore.RecoveredJob;
import io.resque.redis.RedisCallException;
import io.resque.redis.Sha1;

/**
 * Recovers the jobs of a process that was declared dead, in chunks and from the back, so
 * that each queue has them at its head in their old order. Several processes may do this
 * at once: each job is taken by one of them.
 */
public final class Recovery {

	private static final int CHUNK = 100;

	private final LeaseStores stores;

	private final RecoverySettings settings;

	private final FailureRecorder failures;

	private final JobCodec codec;

	private final ResqueEvents events;

	private boolean unrecorded;

	/**
	 * Creates a recovery.
	 * @param stores jobs in flight, marks, trails, workers
	 * @param settings when a job is a poison pill
	 * @param failures records what failed
	 * @param codec reads payloads, for messages
	 * @param events where to announce
	 */
	public Recovery(LeaseStores stores, RecoverySettings settings, FailureRecorder failures, JobCodec codec,
			ResqueEvents events) {
		this.stores = stores;
		this.settings = settings;
		this.failures = failures;
		this.codec = codec;
		this.events = events;
	}

	/** Recovers everything of a dead process and forgets it. */
	public void recover(String processId) {
		Dead dead = dead(processId);
		List<Long> tokens = this.stores.inFlight()
			.tokens(processId)
			.stream()
			.sorted(Comparator.reverseOrder())
			.toList();
		Map<Long, String> marks = this.stores.recovery().startMarks(processId);
		Tally tally = new Tally();
		for (int from = 0; from < tokens.size(); from += CHUNK) {
			List<Long> chunk = tokens.subList(from, Math.min(from + CHUNK, tokens.size()));
			recover(dead, List.copyOf(this.stores.inFlight().jobs(processId, chunk).values()), marks, tally);
		}
		reportUnrecorded(tally.unrecorded > 0);
		this.stores.workers().unregister(workers(processId));
		if (this.stores.recovery().bury(processId) || tally.requeued + tally.failed > 0) {
			this.events.announce(new WorkerEvent.Recovered(processId, dead.label(), tally.requeued, tally.failed));
		}
	}

	/** Also those that have beaten and were killed before they were registered. */
	private Set<String> workers(String processId) {
		Set<String> workers = new HashSet<>(this.stores.workers().ofProcess(processId));
		RedisCallException.unlessWrongType(this.stores.workers()::heartbeats, Map.<String, String>of())
			.keySet()
			.stream()
			.filter((id) -> {
				WorkerId ours = WorkerId.parse(id);
				return ours != null && processId.startsWith(ours.process());
			})
			.forEach(workers::add);
		return workers;
	}

	private synchronized void reportUnrecorded(boolean now) {
		if (now && !this.unrecorded) {
			this.events
				.announce(new WorkerEvent.QueueUnreadable("jobs of dead processes cannot be recorded, the key of "
						+ "the failed list is no list; they are kept and tried again"));
		}
		this.unrecorded = now;
	}

	private Dead dead(String processId) {
		Map<String, String> record = this.stores.leases().process(processId);
		String label = record.getOrDefault("host", "an unknown host") + ":" + record.getOrDefault("pid", "?");
		return new Dead(processId, label, this.stores.server().time());
	}

	private void recover(Dead dead, List<InFlightJob> jobs, Map<Long, String> marks, Tally tally) {
		if (jobs.isEmpty()) {
			return;
		}
		List<String> digests = jobs.stream().map((job) -> Sha1.hex(job.payload())).toList();
		List<String> trails = this.stores.recovery().crashTrails(digests);
		List<RecoveredJob> recovered = new ArrayList<>();
		List<@Nullable String> reasons = new ArrayList<>();
		for (int i = 0; i < jobs.size(); i++) {
			InFlightJob job = jobs.get(i);
			String mark = marks.get(job.token());
			CrashTrail trail = CrashTrail.parse(trails.get(i)).after(dead.now(), dead.label(), mark != null);
			String reason = whyNotAgain(mark, trail);
			reasons.add(reason);
			recovered.add(new RecoveredJob(job.token(), digests.get(i), trail.text(), reason != null,
					(reason != null) ? entry(dead, job, reason, trail) : null));
		}
		List<Long> results = this.stores.recovery().recover(dead.id(), this.settings.suspicion(), recovered);
		for (int i = 0; i < jobs.size(); i++) {
			settle(dead, new Decided(jobs.get(i), recovered.get(i), reasons.get(i)), results.get(i), tally);
		}
	}

	private @Nullable String whyNotAgain(@Nullable String mark, CrashTrail trail) {
		if ("fail".equals(mark)) {
			return "The process died while it performed this job, which asks not to be run again";
		}
		if (trail.isPoison(this.settings.maxCrashes())) {
			return "Poison pill: " + trail.lines().size() + " processes died while they had this job";
		}
		return null;
	}

	private @Nullable FailedEntry entry(Dead dead, InFlightJob job, String error, CrashTrail trail) {
		return this.failures.record(new JobFailure(job.queue(), job.payload(), ReportedFailure.DIRTY_EXIT, error,
				trail.lines(), dead.label() + ":" + job.queue(), dead.now()));
	}

	private void settle(Dead dead, Decided decided, long result, Tally tally) {
		CrashTrail trail = CrashTrail.parse(decided.recovered().trail());
		String whyNotAgain = decided.reason();
		if (result == 1 && whyNotAgain == null) {
			tally.requeued++;
		}
		else if (result == 1 && whyNotAgain != null) {
			fail(dead, decided.job(), whyNotAgain, trail, tally);
		}
		else if (result == -1 && whyNotAgain == null) {
			String reason = "The key of the queue is no list, the job cannot go back to it";
			RecoveredJob parked = new RecoveredJob(decided.job().token(), decided.recovered().digest(), trail.text(),
					true, entry(dead, decided.job(), reason, trail));
			List<Long> parking = this.stores.recovery().recover(dead.id(), this.settings.suspicion(), List.of(parked));
			settle(dead, new Decided(decided.job(), parked, reason), parking.get(0), tally);
		}
		else if (result == -1) {
			tally.unrecorded++;
		}
	}

	private void fail(Dead dead, InFlightJob job, String reason, CrashTrail trail, Tally tally) {
		tally.failed++;
		this.events.announce(new JobEvent.CrashFailed(job.queue(), describe(job), dead.label(), reason, trail.lines()));
	}

	private String describe(InFlightJob job) {
		try {
			return this.codec.decode(job.queue(), job.payload()).toString();
		}
		catch (DecodeException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private record Dead(String id, String label, Instant now) {
	}

	private record Decided(InFlightJob job, RecoveredJob recovered, @Nullable String reason) {
	}

	private static final class Tally {

		private int requeued;

		private int failed;

		private int unrecorded;

	}

}
