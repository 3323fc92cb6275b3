package io.resque.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Schedules as Ruby's resque-scheduler persists them, and how far each has come.
 */
public final class ScheduleStore {

	private final ResqueRedis redis;

	private final Keyspace keys;

	public ScheduleStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/** Names and settings of all schedules ({@code HGETALL persistent_schedules}). */
	public Map<String, byte[]> all() {
		Map<String, byte[]> all = new TreeMap<>();
		hash(this.keys.persistentSchedules()).forEach((name, json) -> all.put(Keyspace.text(name), json));
		return all;
	}

	/** The settings of a schedule ({@code HGET persistent_schedules}). */
	public Optional<byte[]> get(String name) {
		return Optional.ofNullable(this.redis
			.call((redis) -> redis.hashCommands().hGet(this.keys.persistentSchedules(), Keyspace.bytes(name))));
	}

	/**
	 * Sets a schedule.
	 * @param name its name
	 * @param json its settings
	 * @param ifNew whether to change nothing when there is one of that name
	 * @return false when nothing was changed
	 */
	public boolean set(String name, byte[] json, boolean ifNew) {
		return this.redis.evalLong(LuaScript.SCHEDULE_SET,
				List.of(this.keys.persistentSchedules(), this.keys.schedulesChanged()),
				List.of(Keyspace.bytes(name), json, Keyspace.bytes(ifNew ? "1" : "0"))) == 1 || !ifNew;
	}

	/** Removes a schedule and what is known of it; false when there was none. */
	public boolean remove(String name) {
		return remove(name, false);
	}

	/** Forgets what is known of a schedule that somebody else has removed. */
	public void forget(String name) {
		remove(name, true);
	}

	private boolean remove(String name, boolean ifGone) {
		return this.redis.evalLong(LuaScript.SCHEDULE_REMOVE,
				List.of(this.keys.persistentSchedules(), this.keys.schedulesChanged(), this.keys.scheduleStates(),
						this.keys.pausedSchedules(), this.keys.scheduleHistory(name)),
				List.of(Keyspace.bytes(name), Keyspace.bytes(ifGone ? "1" : "0"))) == 1;
	}

	/** Names of schedules with the applications that declare them. */
	public Map<String, String> declared() {
		return texts(this.keys.declaredSchedules());
	}

	/** Notes which application declares a schedule, or with null that none does. */
	public void declare(String name, @Nullable String application) {
		byte[] field = Keyspace.bytes(name);
		this.redis.call((redis) -> (application != null)
				? redis.hashCommands().hSet(this.keys.declaredSchedules(), field, Keyspace.bytes(application))
				: redis.hashCommands().hDel(this.keys.declaredSchedules(), field));
	}

	/** Whether schedules have changed ({@code EXISTS schedules_changed}). */
	public boolean changed() {
		Boolean changed = this.redis.call((redis) -> redis.keyCommands().exists(this.keys.schedulesChanged()));
		return Boolean.TRUE.equals(changed);
	}

	/**
	 * What changes from here on is a change ({@code DEL schedules_changed}).
	 * @param term as whom
	 * @return false when the term has ended; the changes are for another scheduler then
	 */
	public boolean forgetChanges(Term term) {
		return this.redis.evalLong(LuaScript.CHANGES_SEEN,
				List.of(this.keys.schedulerLock(term.lockPrefix()), this.keys.lastScheduler(term.lockPrefix()),
						this.keys.schedulesChanged()),
				List.of(Keyspace.bytes(term.holder()), Keyspace.bytes(Long.toString(term.number())))) == 1;
	}

	/** Has the scheduler read all schedules again ({@code SADD schedules_changed}). */
	public void change(String name) {
		this.redis.call((redis) -> redis.setCommands().sAdd(this.keys.schedulesChanged(), Keyspace.bytes(name)));
	}

	/** How far each schedule has come. */
	public Map<String, String> states() {
		return texts(this.keys.scheduleStates());
	}

	/** When each schedule was last enqueued, as Ruby writes it. */
	public Map<String, String> lastEnqueued() {
		return texts(this.keys.lastEnqueued());
	}

	/** Names of the schedules that are paused. */
	public Set<String> paused() {
		Set<byte[]> names = this.redis.call((redis) -> redis.setCommands().sMembers(this.keys.pausedSchedules()));
		Set<String> paused = new TreeSet<>();
		if (names != null) {
			names.forEach((name) -> paused.add(Keyspace.text(name)));
		}
		return paused;
	}

	/** Pauses a schedule or has it go on, and tells the scheduler. */
	public void pause(String name, boolean paused) {
		byte[] member = Keyspace.bytes(name);
		this.redis.call((redis) -> paused ? redis.setCommands().sAdd(this.keys.pausedSchedules(), member)
				: redis.setCommands().sRem(this.keys.pausedSchedules(), member));
		change(name);
	}

	/** The last occurrences of a schedule as JSON, newest first. */
	public List<byte[]> history(String name) {
		List<byte[]> history = this.redis
			.call((redis) -> redis.listCommands().lRange(this.keys.scheduleHistory(name), 0, -1));
		return (history != null) ? history : List.of();
	}

	/**
	 * The last occurrence of each of these schedules as JSON; not of those without one.
	 */
	public Map<String, byte[]> last(Collection<String> names) {
		List<Object> entries = names.isEmpty() ? List.of() : this.redis.evalList(LuaScript.SCHEDULES_LAST,
				names.stream().map(this.keys::scheduleHistory).toList(), List.of());
		Map<String, byte[]> last = new LinkedHashMap<>();
		int index = 0;
		for (String name : names) {
			if (entries.get(index++) instanceof byte[] entry && entry.length > 0) {
				last.put(name, entry);
			}
		}
		return last;
	}

	/**
	 * Enqueues the job of a schedule, and moves it on to its next occurrence.
	 * @param firing what to do
	 * @param term as whom
	 * @param now the present time
	 * @return what became of it
	 */
	public Fired fire(Firing firing, Term term, Instant now) {
		List<byte[]> arguments = new ArrayList<>();
		Enqueueing job = firing.job();
		for (String text : List.of(term.holder(), Long.toString(term.number()), firing.name(), firing.seen(),
				firing.next(), job.queue())) {
			arguments.add(Keyspace.bytes(text));
		}
		arguments.add(job.payload());
		arguments.add(Keyspace.bytes(Integer.toString(job.times())));
		arguments.add(Keyspace.bytes(RubyTime.started(now)));
		arguments.add(this.keys.prefix());
		arguments.add(this.keys.controlChannel());
		arguments.add(Keyspace.bytes(job.previous().argument));
		arguments.addAll(firing.history());
		String answer = Keyspace.text(this.redis.evalBytes(LuaScript.FIRE,
				List.of(this.keys.schedulerLock(term.lockPrefix()), this.keys.lastScheduler(term.lockPrefix()),
						this.keys.scheduleStates(), this.keys.queues(), this.keys.queue(job.queue()),
						this.keys.lastEnqueued(), this.keys.scheduleHistory(firing.name()), this.keys.leases(),
						this.keys.workers()),
				arguments));
		return Fired.valueOf(answer.toUpperCase(Locale.ROOT));
	}

	/** Where an equal job is: {@code waits}, {@code runs}, or nothing. */
	public String whereabouts(String queue, byte[] payload) {
		return Keyspace.text(this.redis.evalBytes(LuaScript.WAITING_OR_RUNNING,
				List.of(this.keys.queue(queue), this.keys.leases(), this.keys.workers()),
				List.of(this.keys.prefix(), Keyspace.bytes(queue), payload)));
	}

	private Map<String, String> texts(byte[] key) {
		Map<String, String> texts = new TreeMap<>();
		hash(key).forEach((name, value) -> texts.put(Keyspace.text(name), Keyspace.text(value)));
		return texts;
	}

	private Map<byte[], byte[]> hash(byte[] key) {
		Map<byte[], byte[]> hash = this.redis.call((redis) -> redis.hashCommands().hGetAll(key));
		return (hash != null) ? hash : new LinkedHashMap<>();
	}

	/**
	 * A schedule that is due.
	 *
	 * @param name its name
	 * @param seen the state that was seen; empty for none
	 * @param next the next state
	 * @param job its job
	 * @param history entries for the history, oldest first
	 */
	public record Firing(String name, String seen, String next, Enqueueing job, List<byte[]> history) {
	}

	/**
	 * The job of a schedule that is due.
	 *
	 * @param queue its queue
	 * @param payload the job
	 * @param times how often to enqueue it; 0 to move on only
	 * @param previous what becomes of equal jobs
	 */
	public record Enqueueing(String queue, byte[] payload, int times, Previous previous) {
	}

	/** What becomes of equal jobs that wait or run when a schedule is due. */
	public enum Previous {

		/** Nothing. */
		KEEP("keep"),

		/**
		 * Those that wait are removed, and running ones are told to end; unless one has
		 * just been fetched and cannot be told yet.
		 */
		CANCEL("cancel"),

		/** The same, and those that cannot be told go on. */
		CANCEL_KNOWN("cancel-known");

		private final String argument;

		Previous(String argument) {
			this.argument = argument;
		}

	}

	/** What became of a schedule that was due. */
	public enum Fired {

		/** It was enqueued as often as wanted, and has moved on. */
		FIRED,

		/**
		 * The same, and an equal job that waited was removed or one that ran told to end.
		 */
		CANCELLED,

		/** The term has ended; nothing was changed. */
		LOST,

		/** Its state is another one; nothing was changed. */
		CHANGED,

		/** The queue is no list; nothing was changed. */
		REFUSED,

		/**
		 * An equal job was just fetched and cannot be told to end yet; nothing was
		 * changed.
		 */
		STARTING;

		/** Whether the schedule has moved on. */
		public boolean done() {
			return this == FIRED || this == CANCELLED;
		}

	}

}
