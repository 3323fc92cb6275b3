package io.resque.schedule;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.JobCodec;
import io.resque.event.ResqueEvents;
import io.resque.event.ScheduleEvent;
import io.resque.event.WorkerEvent;
import io.resque.redis.RedisCallException;
import io.resque.redis.RedisCallException.Outcome;
import io.resque.redis.ScheduleStore;

/**
 * Brings the schedules that an application declares to Redis, once for each start: sets
 * those that are new or have changed, and removes those that it declares no more.
 */
final class DeclaredSchedules {

	private static final Duration RETRY = Duration.ofMinutes(1);

	private final ScheduleStore store;

	private final String application;

	private final Map<String, byte[]> declared = new LinkedHashMap<>();

	private final ResqueEvents events;

	private boolean published;

	private long notBefore = System.nanoTime();

	/**
	 * Creates it.
	 * @param store the schedules
	 * @param reader reads their settings
	 * @param codec writes their settings
	 * @param declarations what the application declares
	 * @param application name of the application; empty when it has none, and then
	 * nothing is removed
	 * @param events where to announce
	 * @throws InvalidScheduleException when one of them cannot be used
	 */
	DeclaredSchedules(ScheduleStore store, ScheduleReader reader, JobCodec codec, Declarations declarations,
			String application, ResqueEvents events) {
		this.store = store;
		this.application = application;
		this.events = events;
		declarations.all().forEach((name, settings) -> {
			try {
				Schedule schedule = read(reader, codec, name, settings);
				this.declared.put(name, codec.json().encode(complete(settings, schedule)));
			}
			catch (InvalidScheduleException ex) {
				throw ex.in(declarations.place(name));
			}
		});
	}

	private static Schedule read(ScheduleReader reader, JobCodec codec, String name,
			Map<String, @Nullable Object> settings) {
		Schedule schedule = reader.read(name, codec.json().encode(settings));
		if (schedule.rhythm() == null && !settings.containsKey("never")) {
			throw new InvalidScheduleException(name,
					"it has neither 'cron' nor 'every', nor 'never' for one that is only enqueued by hand", null);
		}
		return schedule;
	}

	/** Ruby looks for the class when it has no queue, and without it when it has none. */
	static Map<String, @Nullable Object> complete(Map<String, @Nullable Object> settings, Schedule schedule) {
		Map<String, @Nullable Object> complete = new LinkedHashMap<>(settings);
		complete.putIfAbsent("class", schedule.job().name());
		complete.putIfAbsent("queue", schedule.job().queue());
		return complete;
	}

	/** Does it, unless it is done. */
	void publish() {
		if (this.published || System.nanoTime() - this.notBefore < 0) {
			return;
		}
		try {
			publishAll();
			this.published = true;
		}
		catch (RedisCallException ex) {
			if (ex.outcome() != Outcome.REFUSED) {
				throw ex;
			}
			// Delayed jobs must not wait for what Redis refuses.
			this.notBefore = System.nanoTime() + RETRY.toNanos();
			this.events.announce(new WorkerEvent.Unexpected("setting the schedules of this application", ex));
		}
	}

	private void publishAll() {
		Map<String, byte[]> present = this.store.all();
		Map<String, String> owners = this.store.declared();
		this.declared.forEach((name, json) -> {
			if (!this.application.equals(owners.get(name))) {
				this.store.declare(name, this.application);
			}
			if (!Arrays.equals(json, present.get(name))) {
				this.store.set(name, json, false);
			}
		});
		owners.forEach((name, owner) -> {
			if (!this.application.isEmpty() && owner.equals(this.application) && !this.declared.containsKey(name)) {
				this.store.remove(name);
				this.store.declare(name, null);
				this.events.announce(new ScheduleEvent.Withdrawn(name, this.application));
			}
		});
	}

}
