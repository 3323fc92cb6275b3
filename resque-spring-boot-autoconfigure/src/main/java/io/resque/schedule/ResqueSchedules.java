package io.resque.schedule;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.JobCodec;
import io.resque.ResqueException;
import io.resque.ResqueOperations;
import io.resque.redis.RedisCallException;
import io.resque.redis.ScheduleStore;
import io.resque.redis.SchedulerLock;

/**
 * Schedules that all processes share, those of Ruby included: sets, removes and shows
 * them. The scheduler learns of a change within a second, whoever made it.
 */
public final class ResqueSchedules {

	private final ScheduleStore store;

	private final ScheduleReader reader;

	private final JobCodec codec;

	private final ResqueOperations resque;

	private final SchedulerLock lock;

	private final Clock clock;

	ResqueSchedules(ScheduleStore store, ScheduleReader reader, JobCodec codec, ResqueOperations resque,
			SchedulerLock lock, Clock clock) {
		this.store = store;
		this.reader = reader;
		this.codec = codec;
		this.resque = resque;
		this.lock = lock;
		this.clock = clock;
	}

	/**
	 * Sets a schedule (Ruby: {@code set_schedule} with {@code persist}), new or instead
	 * of another.
	 * @param name its name
	 * @param settings {@code cron} or {@code every}, {@code class} (by default the name),
	 * {@code queue} (by default that of the job), {@code args}, {@code description},
	 * {@code rails_env}, {@code missed}, {@code missed_window}, {@code jitter},
	 * {@code overlap}
	 * @return the schedule
	 * @throws InvalidScheduleException when it cannot be used; nothing is changed then
	 */
	public Schedule set(String name, Map<String, ? extends @Nullable Object> settings) {
		return set(name, settings, false).orElseThrow();
	}

	private Optional<Schedule> set(String name, Map<String, ? extends @Nullable Object> settings, boolean ifNew) {
		Map<String, @Nullable Object> persisted = new LinkedHashMap<>(settings);
		persisted.remove("persist");
		Schedule schedule = this.reader.read(name, this.codec.json().encode(persisted));
		byte[] json = this.codec.json().encode(DeclaredSchedules.complete(persisted, schedule));
		return call(() -> this.store.set(name, json, ifNew)) ? Optional.of(schedule) : Optional.empty();
	}

	/**
	 * Removes a schedule (Ruby: {@code remove_schedule}).
	 * @param name its name
	 * @return false when there was none
	 */
	public boolean remove(String name) {
		return call(() -> this.store.remove(name));
	}

	/**
	 * A schedule (Ruby: {@code fetch_schedule}).
	 * @param name its name
	 * @throws InvalidScheduleException when it cannot be used
	 */
	public Optional<Schedule> get(String name) {
		return call(() -> this.store.get(name)).map((json) -> this.reader.read(name, json));
	}

	/** All schedules that can be used, by their names. */
	public Map<String, Schedule> all() {
		Map<String, Schedule> all = new LinkedHashMap<>();
		call(this.store::all).forEach((name, json) -> {
			try {
				all.put(name, this.reader.read(name, json));
			}
			catch (InvalidScheduleException ex) {
				// The scheduler tells about it, again and again would be too often.
			}
		});
		return all;
	}

	/**
	 * All schedules that can be used and where they stand, in the order of their names.
	 */
	public List<ScheduleStatus> statuses() {
		Map<String, Schedule> all = all();
		Map<String, String> states = call(this.store::states);
		Set<String> paused = call(this.store::paused);
		return all.values()
			.stream()
			.map((schedule) -> ScheduleStatus.of(schedule, states.get(schedule.name()),
					paused.contains(schedule.name()), this.codec.json()))
			.toList();
	}

	/**
	 * A schedule and where it stands; empty when there is none, or none that can be used.
	 */
	public Optional<ScheduleStatus> status(String name) {
		try {
			return get(name).map((schedule) -> ScheduleStatus.of(schedule, call(this.store::states).get(name),
					isPaused(name), this.codec.json()));
		}
		catch (InvalidScheduleException ex) {
			// The scheduler tells about it.
			return Optional.empty();
		}
	}

	/**
	 * Changes a schedule; what is not said stays as it is.
	 * @param name its name
	 * @param change what is different
	 * @return the schedule
	 * @throws ResqueException when there is no such schedule
	 * @throws InvalidScheduleException when it cannot be used; nothing is changed then
	 */
	public Schedule change(String name, ScheduleChange change) {
		Schedule schedule = get(name).orElseThrow(() -> unknown(name));
		return set(name, change.applyTo(schedule, this.codec.json()));
	}

	/**
	 * Sets a new schedule, and leaves one that has the name as it is.
	 * @param name its name
	 * @param change what it is; with an empty queue that of the job
	 * @return the schedule; empty when there is one of that name already
	 * @throws InvalidScheduleException when it cannot be used; nothing is changed then
	 */
	public Optional<Schedule> create(String name, ScheduleChange change) {
		return set(name, change.settings(name, this.codec.json()), true);
	}

	/** The application that declares a schedule, and sets it anew when it starts. */
	public Optional<String> declaredBy(String name) {
		return Optional.ofNullable(call(this.store::declared).get(name));
	}

	/** Has the scheduler read all schedules again (Ruby: {@code reload_schedule!}). */
	public void reload() {
		run(() -> this.store.change("*"));
	}

	private static ResqueException unknown(String name) {
		return new ResqueException("There is no schedule with the name '" + name + "'");
	}

	/**
	 * Lets the occurrences of a schedule pass without its job.
	 * @param name its name
	 * @throws ResqueException when there is no such schedule
	 */
	public void pause(String name) {
		if (call(() -> this.store.get(name)).isEmpty()) {
			throw unknown(name);
		}
		run(() -> this.store.pause(name, true));
	}

	/** Has a schedule go on. */
	public void resume(String name) {
		run(() -> this.store.pause(name, false));
	}

	/** Whether a schedule is paused. */
	public boolean isPaused(String name) {
		return call(this.store::paused).contains(name);
	}

	/**
	 * Enqueues the job of a schedule now, beside its rhythm (the button "Queue now" of
	 * Ruby's page).
	 * @param name its name
	 * @return false when a hook kept the job off its queue
	 * @throws ResqueException when there is no such schedule
	 */
	public boolean runNow(String name) {
		Schedule schedule = get(name).orElseThrow(() -> unknown(name));
		return this.resque.enqueueTo(schedule.job().queue(), schedule.job().name(), schedule.job().args().toArray());
	}

	/**
	 * Enqueues the job of a schedule that has {@code parameters} now, with values for
	 * them, or their defaults: they become members of the one object that is its argument
	 * (the form of Ruby's page).
	 * @param name its name
	 * @param parameters values by the names of the parameters
	 * @return false when a hook kept the job off its queue
	 * @throws ResqueException when there is no such schedule or parameter, or when the
	 * arguments of the schedule are no object
	 */
	public boolean runNow(String name, Map<String, ? extends @Nullable Object> parameters) {
		Schedule schedule = get(name).orElseThrow(() -> unknown(name));
		Map<Object, @Nullable Object> argument = RunParameters.argument(schedule, parameters);
		return this.resque.enqueueTo(schedule.job().queue(), schedule.job().name(), argument);
	}

	/** When the next occurrence of a schedule comes, if the scheduler has seen it. */
	public Optional<Instant> next(String name) {
		Schedule schedule = get(name).orElse(null);
		Progress progress = (schedule != null) ? Progress.of(call(this.store::states).get(name), schedule) : null;
		return Optional.ofNullable((progress != null) ? progress.next() : null);
	}

	/**
	 * The next occurrences of a schedule by its rhythm, with notes where clocks are
	 * changed.
	 * @param name its name
	 * @param count how many
	 */
	public List<Occurrence> preview(String name, int count) {
		Rhythm rhythm = get(name).map(Schedule::rhythm).orElse(null);
		return (rhythm != null) ? Occurrence.after(this.clock.instant(), rhythm, count) : List.of();
	}

	/**
	 * Who is the scheduler: {@code host:pid}, of ours or of Ruby's; empty while nobody is
	 * (Ruby: {@code master?} says it of itself).
	 */
	public Optional<String> scheduler() {
		return call(this.lock::holder);
	}

	/**
	 * Takes the lock away from the scheduler (Ruby: {@code release_master_lock}), so that
	 * the first process that looks becomes it, the same one maybe. For a lock whose
	 * holder is gone and that holds long, as Ruby's does.
	 * @return false when nobody had it
	 */
	public boolean releaseScheduler() {
		return call(this.lock::release);
	}

	/** The last occurrences of a schedule, newest first, at most 50. */
	public List<PastOccurrence> history(String name) {
		return call(() -> this.store.history(name)).stream()
			.map((json) -> PastOccurrence.of(json, this.codec.json()))
			.filter(Objects::nonNull)
			.toList();
	}

	/**
	 * The last occurrence of each of these schedules, in one call to Redis; those that
	 * have had none, or none that can be read, are left out.
	 */
	public Map<String, PastOccurrence> last(Collection<String> names) {
		Map<String, PastOccurrence> last = new LinkedHashMap<>();
		call(() -> this.store.last(names)).forEach((name, json) -> {
			PastOccurrence occurrence = PastOccurrence.of(json, this.codec.json());
			if (occurrence != null) {
				last.put(name, occurrence);
			}
		});
		return last;
	}

	private static void run(Runnable call) {
		call(() -> {
			call.run();
			return true;
		});
	}

	private static <T> T call(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (RedisCallException ex) {
			throw new ResqueException(String.valueOf(ex.getMessage()), ex);
		}
	}

}
