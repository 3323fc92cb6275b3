package io.resque.process.classic;

import java.time.Duration;

/**
 * The environment variables of {@code rake resque:scheduler}: a worker process may be the
 * scheduler, too.
 */
final class SchedulerVariables {

	private static final Duration SHORTEST_LOCK = Duration.ofSeconds(3);

	private SchedulerVariables() {
	}

	static void read(ClassicReading reading) {
		Duration lock = reading.seconds("LOCK_TIMEOUT", "180");
		if (lock != null && lock.compareTo(SHORTEST_LOCK) < 0) {
			throw new ClassicVariableException(
					"LOCK_TIMEOUT must be at least 3 seconds, but is '" + reading.value("LOCK_TIMEOUT") + "'",
					"set LOCK_TIMEOUT env var, e.g. $ LOCK_TIMEOUT=180 QUEUE=*" + ClassicReading.COMMAND);
		}
		if (lock != null) {
			reading.became("LOCK_TIMEOUT", "resque.scheduler.lock-timeout", ClassicReading.text(lock));
		}
		if (reading.isFilled("RESQUE_SCHEDULER_MASTER_LOCK_PREFIX")) {
			reading.became("RESQUE_SCHEDULER_MASTER_LOCK_PREFIX", "resque.scheduler.lock-prefix",
					reading.value("RESQUE_SCHEDULER_MASTER_LOCK_PREFIX"));
		}
		if (reading.isFilled("RAILS_ENV")) {
			reading.became("RAILS_ENV", "resque.scheduler.environments", reading.value("RAILS_ENV"));
		}
		withoutEffect(reading, "RESQUE_SCHEDULER_INTERVAL", "the scheduler looks each second");
		withoutEffect(reading, "DYNAMIC_SCHEDULE", "changes of schedules are always followed");
		withoutEffect(reading, "DELAYED_REQUEUE_BATCH_SIZE",
				"as many jobs are moved at a time as are due, up to 1,000");
	}

	private static void withoutEffect(ClassicReading reading, String variable, String reason) {
		if (reading.isSet(variable)) {
			reading.remark(variable, "no effect, because " + reason);
		}
	}

}
