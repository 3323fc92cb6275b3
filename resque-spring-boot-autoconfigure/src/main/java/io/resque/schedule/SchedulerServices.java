package io.resque.schedule;

import java.time.Clock;
import java.util.List;

import io.resque.CallerHooks;
import io.resque.DelayedDispatch;
import io.resque.JobCodec;
import io.resque.JobHooks;
import io.resque.JobRegistry;
import io.resque.ResqueOperations;
import io.resque.event.ResqueEvents;
import io.resque.failure.FailureRecorder;
import io.resque.redis.DelayedStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ScheduleStore;
import io.resque.redis.SchedulerLock;

/**
 * What a scheduler works with.
 *
 * @param redis Redis
 * @param registry the jobs of this application
 * @param codec reads items and writes payloads
 * @param hooks hooks for all jobs
 * @param failures records what is no job
 * @param events where to announce
 * @param clock time of failures
 */
public record SchedulerServices(ResqueRedis redis, JobRegistry registry, JobCodec codec, List<JobHooks> hooks,
		FailureRecorder failures, ResqueEvents events, Clock clock) {

	/**
	 * Makes a scheduler.
	 * @param settings its settings
	 * @param holder {@code host:pid} of this process
	 * @param candidate whether it starts with the application
	 * @param declarations the schedules of the application
	 * @param application its name
	 * @throws InvalidScheduleException when one of its schedules cannot be used
	 */
	public Scheduler scheduler(SchedulerSettings settings, String holder, boolean candidate, Declarations declarations,
			String application) {
		SchedulerLock lock = new SchedulerLock(this.redis, settings.lockPrefix());
		Leadership leadership = new Leadership(lock, holder, settings.lockTimeout(), this.events);
		DeclaredSchedules declared = new DeclaredSchedules(new ScheduleStore(this.redis), reader(settings), this.codec,
				declarations, application, this.events);
		return new Scheduler(leadership, pump(holder), runner(settings), declared, this.events, candidate);
	}

	/**
	 * Makes what sets, removes and shows schedules.
	 * @param settings settings of the scheduler
	 * @param resque enqueues
	 */
	public ResqueSchedules schedules(SchedulerSettings settings, ResqueOperations resque) {
		return new ResqueSchedules(new ScheduleStore(this.redis), reader(settings), this.codec, resque,
				new SchedulerLock(this.redis, settings.lockPrefix()), this.clock);
	}

	ScheduleRunner runner(SchedulerSettings settings) {
		return new ScheduleRunner(new ScheduleStore(this.redis), reader(settings), this.codec,
				new CallerHooks(this.hooks), settings.environments(), this.events);
	}

	private ScheduleReader reader(SchedulerSettings settings) {
		return new ScheduleReader(this.codec, this.registry, settings.zoneOrDefault());
	}

	DelayedPump pump(String holder) {
		return new DelayedPump(new DelayedStore(this.redis),
				new DelayedDispatch(this.redis, this.registry, this.codec, this.hooks), this.failures, this.events,
				this.clock, holder);
	}

}
