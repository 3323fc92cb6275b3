package io.resque.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The scheduler, which brings delayed jobs and those of schedules to their queues. One
 * process at a time is it, of ours or of Ruby's.
 *
 * @param enabled whether this process may be the scheduler; by default where workers have
 * jobs to perform
 * @param lockTimeout how long the lock of the scheduler holds when it is not kept: so
 * long nothing is scheduled after a crash. Ruby's holds 180s
 * @param lockPrefix prefix in the key of the lock, as in Ruby's
 * RESQUE_SCHEDULER_MASTER_LOCK_PREFIX
 * @param zone time zone of cron expressions that name none; by default that of the system
 * @param environments names that the rails_env of a schedule may have for this process to
 * follow it; by default the active profiles
 * @param file location of a file of schedules as resque-scheduler reads it, in YAML, such
 * as config/resque_schedule.yml or classpath:schedule.yml
 */
@ConfigurationProperties("resque.scheduler")
public record SchedulerSettings(@Nullable Boolean enabled, @DefaultValue("10s") Duration lockTimeout,
		@DefaultValue("") String lockPrefix, @Nullable ZoneId zone, @DefaultValue List<String> environments,
		@Nullable String file) {

	private static final Duration SHORTEST = Duration.ofSeconds(3);

	public SchedulerSettings {
		if (lockTimeout.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException("'lock-timeout' must be at least 3s, but is " + lockTimeout);
		}
	}

	/** The time zone of cron expressions that name none. */
	ZoneId zoneOrDefault() {
		return (this.zone != null) ? this.zone : ZoneId.systemDefault();
	}

	/** The same with other environments where it names none. */
	public SchedulerSettings orEnvironments(List<String> profiles) {
		return this.environments.isEmpty()
				? new SchedulerSettings(this.enabled, this.lockTimeout, this.lockPrefix, this.zone, profiles, this.file)
				: this;
	}

}
