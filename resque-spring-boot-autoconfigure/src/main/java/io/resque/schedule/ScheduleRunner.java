package io.resque.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.resque.CallerHooks;
import io.resque.DelayedDispatch.Terms;
import io.resque.Job;
import io.resque.JobCodec;
import io.resque.event.ResqueEvents;
import io.resque.event.ScheduleEvent;
import io.resque.redis.RedisCallException;
import io.resque.redis.RubyTime;
import io.resque.redis.ScheduleStore;
import io.resque.redis.ScheduleStore.Enqueueing;
import io.resque.redis.ScheduleStore.Fired;
import io.resque.redis.ScheduleStore.Firing;
import io.resque.redis.ScheduleStore.Previous;
import io.resque.redis.Term;
import io.resque.schedule.Schedule.Overlap;

/**
 * Enqueues the jobs of schedules when they are due. Enqueueing and moving on to the next
 * occurrence are one step in Redis, so that no occurrence is enqueued twice, whoever dies
 * at whatever moment.
 */
final class ScheduleRunner {

	/** How long an occurrence waits for the last one to be there to be told to end. */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final ScheduleStore store;

	private final ScheduleReader reader;

	private final JobCodec codec;

	private final CallerHooks hooks;

	private final List<String> profiles;

	private final ResqueEvents events;

	private @Nullable Term loadedFor;

	private final Map<String, Schedule> schedules = new LinkedHashMap<>();

	private final Map<String, String> states = new LinkedHashMap<>();

	/** Schedules that wait for their last job to be there to be told to end. */
	private final Map<String, Instant> startingSince = new LinkedHashMap<>();

	private Map<String, String> lastEnqueued = Map.of();

	private Set<String> paused = Set.of();

	/**
	 * Creates a runner.
	 * @param store the schedules
	 * @param reader reads their settings
	 * @param codec writes payloads
	 * @param hooks hooks for all jobs
	 * @param profiles the environments of this process
	 * @param events where to announce
	 */
	ScheduleRunner(ScheduleStore store, ScheduleReader reader, JobCodec codec, CallerHooks hooks, List<String> profiles,
			ResqueEvents events) {
		this.store = store;
		this.reader = reader;
		this.codec = codec;
		this.hooks = hooks;
		this.profiles = profiles;
		this.events = events;
	}

	/**
	 * Enqueues what is due.
	 * @param terms as whom
	 * @param now the present time
	 */
	void run(Terms terms, Instant now) {
		Term term = terms.current();
		if (term == null) {
			return;
		}
		if (!term.equals(this.loadedFor) || this.store.changed()) {
			this.loadedFor = null;
			if (!this.store.forgetChanges(term)) {
				return;
			}
			load();
			this.loadedFor = term;
		}
		for (Schedule schedule : this.schedules.values()) {
			Rhythm rhythm = schedule.rhythm();
			if (rhythm != null && !step(schedule, rhythm, terms, now)) {
				this.loadedFor = null;
				return;
			}
		}
	}

	private void load() {
		this.schedules.clear();
		Map<String, byte[]> all = this.store.all();
		all.forEach((name, json) -> {
			try {
				Schedule schedule = this.reader.read(name, json);
				if (schedule.belongsTo(this.profiles)) {
					this.schedules.put(name, schedule);
				}
			}
			catch (InvalidScheduleException ex) {
				this.events.announce(new ScheduleEvent.Refused(name, String.valueOf(ex.getMessage())));
			}
		});
		this.states.clear();
		this.states.putAll(this.store.states());
		// Ruby removes a schedule without what only we know of it.
		this.states.keySet().stream().filter((name) -> !all.containsKey(name)).forEach(this.store::forget);
		this.states.keySet().retainAll(all.keySet());
		this.startingSince.clear();
		this.lastEnqueued = RedisCallException.unlessWrongType(this.store::lastEnqueued, Map.of());
		this.paused = this.store.paused();
		this.events.announce(new ScheduleEvent.Loaded(this.schedules.size()));
	}

	/** Answers false when all has to be read again. */
	private boolean step(Schedule schedule, Rhythm rhythm, Terms terms, Instant now) {
		Progress progress = Progress.of(this.states.get(schedule.name()), schedule);
		if (progress == null) {
			Duration firstIn = schedule.firstIn();
			Instant first = (firstIn != null && rhythm instanceof EveryRhythm) ? now.plus(firstIn)
					: DueOccurrences.after(rhythm, now);
			return fire(schedule, new Progress(first, Instant.EPOCH), 0, List.of(), terms, now).done();
		}
		Instant next = afterOthers(schedule, rhythm, progress);
		if (next == null || next.plus(DueOccurrences.jitter(schedule, next)).isAfter(now)) {
			return true;
		}
		return enqueue(schedule, DueOccurrences.of(schedule, rhythm, next, now), terms, now);
	}

	/** What Ruby's scheduler has enqueued meanwhile is not missed. */
	private @Nullable Instant afterOthers(Schedule schedule, Rhythm rhythm, Progress progress) {
		Instant next = progress.next();
		Instant last = RubyTime.parse(this.lastEnqueued.get(schedule.name()));
		if (next == null || last == null || last.isBefore(next) || !last.isAfter(progress.lastByUs())) {
			return next;
		}
		return DueOccurrences.after(rhythm, last);
	}

	private boolean enqueue(Schedule schedule, DueOccurrences due, Terms terms, Instant now) {
		String reason = due.run().isEmpty() ? null : reasonToSkip(schedule, now);
		Fired fired = fire(schedule, due, reason, terms, now);
		if (fired == Fired.REFUSED) {
			reason = "the key queue:" + schedule.job().queue() + " is no list";
			fired = fire(schedule, due, reason, terms, now);
		}
		if (fired == Fired.CANCELLED) {
			this.events.announce(new ScheduleEvent.Cancelled(schedule.name(), schedule.job()));
		}
		if (fired.done()) {
			announce(schedule, due, reason, now);
		}
		return fired.done() || fired == Fired.STARTING;
	}

	private Fired fire(Schedule schedule, DueOccurrences due, @Nullable String reason, Terms terms, Instant now) {
		List<byte[]> history = new ArrayList<>();
		Instant missed = due.firstMissed();
		if (missed != null) {
			history.add(entry(missed, "missed", due.missed() + " or more were too late", now));
		}
		due.run().forEach((at) -> history.add(entry(at, (reason != null) ? "skipped" : "ran", reason, now)));
		int times = (reason != null) ? 0 : due.run().size();
		Progress before = Progress.of(this.states.get(schedule.name()), schedule);
		Instant last = (times > 0 || before == null) ? now : before.lastByUs();
		return fire(schedule, new Progress(due.next(), last), times, history, terms, now);
	}

	private void announce(Schedule schedule, DueOccurrences due, @Nullable String reason, Instant now) {
		Instant missed = due.firstMissed();
		if (missed != null) {
			this.events.announce(new ScheduleEvent.Skipped(schedule.name(), missed,
					"it was due too long ago, or is not the last one"));
		}
		for (Instant at : due.run()) {
			if (reason == null) {
				this.events.announce(
						new ScheduleEvent.Enqueued(schedule.name(), schedule.job(), at, Duration.between(at, now)));
				enqueued(schedule);
			}
			else if (!this.paused.contains(schedule.name())) {
				this.events.announce(new ScheduleEvent.Skipped(schedule.name(), at, reason));
			}
		}
	}

	private void enqueued(Schedule schedule) {
		try {
			this.hooks.enqueued(schedule.job());
		}
		catch (RuntimeException | Error ex) {
			this.events.announce(new ScheduleEvent.DelayedProblem(schedule.job(),
					"a hook failed after schedule " + schedule.name() + " put it on its queue", ex));
		}
	}

	private @Nullable String reasonToSkip(Schedule schedule, Instant now) {
		if (this.paused.contains(schedule.name())) {
			return "the schedule is paused";
		}
		Job job = schedule.job();
		if (schedule.policy().overlap() == Overlap.SKIP) {
			String where = this.store.whereabouts(job.queue(), payload(job));
			if (!where.isEmpty()) {
				return "the last one still " + where;
			}
		}
		try {
			return (this.hooks.maySchedule(job, now) && this.hooks.mayEnqueueDelayed(job)) ? null : "a hook refused";
		}
		catch (RuntimeException | Error ex) {
			this.events.announce(new ScheduleEvent.DelayedProblem(job,
					"a hook failed, and schedule " + schedule.name() + " skips it", ex));
			return "a hook failed: " + ex;
		}
	}

	private Fired fire(Schedule schedule, Progress next, int times, List<byte[]> history, Terms terms, Instant now) {
		Term term = terms.current();
		if (term == null) {
			return Fired.LOST;
		}
		Job job = schedule.job();
		String name = schedule.name();
		String text = next.text(schedule);
		Enqueueing enqueueing = new Enqueueing(job.queue(), payload(job), times,
				(times > 0) ? previous(schedule, now) : Previous.KEEP);
		Fired fired = this.store.fire(new Firing(name, this.states.getOrDefault(name, ""), text, enqueueing, history),
				term, now);
		if (fired.done()) {
			this.states.put(name, text);
			this.startingSince.remove(name);
		}
		else if (fired == Fired.STARTING) {
			this.startingSince.putIfAbsent(name, now);
		}
		return fired;
	}

	/** One that cannot be told to end for so long will never be. */
	private Previous previous(Schedule schedule, Instant now) {
		if (schedule.policy().overlap() != Overlap.CANCEL) {
			return Previous.KEEP;
		}
		Instant since = this.startingSince.get(schedule.name());
		return (since == null || now.isBefore(since.plus(PATIENCE))) ? Previous.CANCEL : Previous.CANCEL_KNOWN;
	}

	private byte[] payload(Job job) {
		return this.codec.encode(job.name(), job.args());
	}

	private byte[] entry(Instant due, String outcome, @Nullable String reason, Instant now) {
		return this.codec.json().encode(PastOccurrence.members(due, outcome, reason, Duration.between(due, now)));
	}

}
