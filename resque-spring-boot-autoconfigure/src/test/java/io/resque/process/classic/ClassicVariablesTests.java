package io.resque.process.classic;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;

import io.resque.worker.WorkerSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the environment variables of Ruby's Resque mean.
 */
class ClassicVariablesTests {

	@Test
	void withoutAQueueNothingIsClassicWhateverElseIsSet() {
		assertThat(ClassicVariables.read(Map.of("COUNT", "nonsense", "INTERVAL", "x", "PIDFILE", "/tmp/pid",
				"FORK_PER_JOB", "true", "BACKGROUND", "1", "FAILURE_BACKEND", "x")))
			.isNull();
	}

	@Test
	void aQueueThatIsEmptyIsNotSet() {
		assertThat(read("QUEUE=|QUEUES= |COUNT=2")).isNull();
		assertThat(read("QUEUES=|QUEUE=a").properties()).containsEntry("resque.worker.queues", "a");
	}

	@Test
	void aQueueAloneIsOneWorkerWithoutAWebServer() {
		ClassicStart start = read("QUEUE=critical, high");
		assertThat(start.properties()).containsExactlyInAnyOrderEntriesOf(Map.of("resque.worker.queues",
				"critical,high", "resque.worker.concurrency", "1", "spring.main.web-application-type", "none",
				"spring.main.keep-alive", "true", "resque.process.signals", "true"));
		assertThat(start.remarks())
			.containsExactly("QUEUE=critical, high: resque.worker.queues=critical,high resque.worker.concurrency=1");
		assertThat(start.processes()).isEqualTo(1);
		assertThat(start.background()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			'QUEUES=a,b|QUEUE=c',               resque.worker.queues, 'a,b'
			INTERVAL=5,                         resque.worker.poll-interval, 5s
			INTERVAL=0.25,                      resque.worker.poll-interval, 250ms
			INTERVAL=0.00001,                   resque.worker.poll-interval, 1ms
			INTERVAL=0|MIN_INTERVAL=3,          resque.worker.poll-interval,
			INTERVAL=0,                         resque.process.exit-when-empty, true
			INTERVAL=0.0,                       resque.process.exit-when-empty, true
			INTERVAL=1,                         resque.process.exit-when-empty,
			MIN_INTERVAL=2,                     resque.worker.poll-interval, 2s
			MIN_INTERVAL=2|INTERVAL=3,          resque.worker.poll-interval, 3s
			MIN_INTERVAL=0,                     resque.worker.poll-interval,
			MAX_INTERVAL=9|BACKOFF_INTERVAL=1,  resque.worker.poll-interval,
			FORK_PER_JOB=true,                  resque.worker.mode, fork
			FORK_PER_JOB=,                      resque.worker.mode, fork
			FORK_PER_JOB=false,                 resque.worker.mode, thread
			JOBS_PER_FORK=7,                    resque.worker.mode, fork
			JOBS_PER_FORK=7,                    resque.worker.fork.jobs-per-child, 7
			JOBS_PER_FORK=7|FORK_PER_JOB=false, resque.worker.mode, thread
			JOBS_PER_FORK=7|FORK_PER_JOB=false, resque.worker.fork.jobs-per-child,
			MINUTES_PER_FORK=2,                 resque.worker.mode, fork
			MINUTES_PER_FORK=2.5,               resque.worker.fork.max-age, 150s
			MINUTES_PER_FORK=2,                 resque.worker.fork.jobs-per-child, 0
			MINUTES_PER_FORK=2|JOBS_PER_FORK=3, resque.worker.fork.jobs-per-child, 3
			MINUTES_PER_FORK=2|FORK_PER_JOB=false, resque.worker.fork.max-age,
			RUN_AT_EXIT_HOOKS=1,                resque.child.run-at-exit-hooks, true
			LOCK_TIMEOUT=180,                   resque.scheduler.lock-timeout, 180s
			RESQUE_SCHEDULER_MASTER_LOCK_PREFIX=app1, resque.scheduler.lock-prefix, app1
			RAILS_ENV=production,               resque.scheduler.environments, production
			RAILS_ENV=,                         resque.scheduler.environments,
			VERBOSE=,                           logging.level.io.resque, INFO
			LOGGING=1,                          logging.level.io.resque, INFO
			VVERBOSE=1|VERBOSE=1,               logging.level.io.resque, DEBUG
			TERM_CHILD=1,                       resque.worker.shutdown-timeout, 0s
			TERM_CHILD=1,                       spring.lifecycle.timeout-per-shutdown-phase, 30s
			TERM_CHILD=1|RESQUE_PRE_SHUTDOWN_TIMEOUT=3, resque.worker.shutdown-timeout, 3s
			RESQUE_PRE_SHUTDOWN_TIMEOUT=30,     resque.worker.shutdown-timeout, 30s
			RESQUE_PRE_SHUTDOWN_TIMEOUT=30|RESQUE_TERM_TIMEOUT=6.5, spring.lifecycle.timeout-per-shutdown-phase, 42500ms
			RESQUE_TERM_TIMEOUT=6.5,            resque.worker.term-timeout, 6500ms
			RESQUE_TERM_TIMEOUT=6,              spring.lifecycle.timeout-per-shutdown-phase, 32s
			GRACEFUL_TERM=1|TERM_CHILD=1,       resque.worker.shutdown-timeout, 86400s
			GRACEFUL_TERM=1,                    spring.lifecycle.timeout-per-shutdown-phase, 86410s
			PIDFILE=./a.pid,                    resque.process.pid-file, ./a.pid
			FAILURE_BACKEND=redis,              resque.failure.backends, redis
			FAILURE_BACKEND=redis_multi_queue,  resque.failure.backends, redis-multi-queue
			COUNT=1,                            spring.lifecycle.timeout-per-shutdown-phase,
			""")
	void aVariableBecomesAProperty(String variables, String property, String value) {
		assertThat(read("QUEUE=*|" + variables).properties().get(property)).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					QUEUE=,;                        QUEUE names no queue: set QUEUE env var, e.g. $ QUEUE=critical,high java
					QUEUES= , |QUEUE=a;             QUEUES names no queue: set QUEUES env var, e.g. $ QUEUES=critical,high java
					QUEUE=a|COUNT=0;                COUNT must be a number, 1 or more, but is '0': set COUNT env var, e.g. $ COUNT=2
					QUEUE=a|COUNT=two;              but is 'two': set COUNT env var, e.g. $ COUNT=2 QUEUE=* java
					QUEUE=a|COUNT=;                 but is '': set COUNT env var, e.g. $ COUNT=2
					QUEUE=a|COUNT=2.5;              but is '2.5': set COUNT env var
					QUEUE=a|INTERVAL=often;         INTERVAL must be a number of seconds
					QUEUE=a|INTERVAL=-1;            INTERVAL must be a number of seconds, 0 or more
					QUEUE=a|INTERVAL=1e999999999;   INTERVAL must be a number of seconds, 0 or more and at most a year
					QUEUE=a|INTERVAL=1e-999999999;  INTERVAL must be a number of seconds
					QUEUE=a|INTERVAL=NaN;           INTERVAL must be a number of seconds
					QUEUE=a|MIN_INTERVAL=x;         set MIN_INTERVAL env var
					QUEUE=a|MAX_INTERVAL=x;         set MAX_INTERVAL env var
					QUEUE=a|BACKOFF_INTERVAL=x;     set BACKOFF_INTERVAL env var
					QUEUE=a|JOBS_PER_FORK=0;        set JOBS_PER_FORK env var
					QUEUE=a|MINUTES_PER_FORK=x;     MINUTES_PER_FORK must be a number of minutes
					QUEUE=a|RESQUE_TERM_TIMEOUT=x;  set RESQUE_TERM_TIMEOUT env var
					QUEUE=a|RESQUE_PRE_SHUTDOWN_TIMEOUT=x; set RESQUE_PRE_SHUTDOWN_TIMEOUT env var
					QUEUE=a|LOCK_TIMEOUT=2;         LOCK_TIMEOUT must be at least 3 seconds, but is '2': set LOCK_TIMEOUT env var
					QUEUE=a|LOCK_TIMEOUT=x;         LOCK_TIMEOUT must be a number of seconds
					QUEUE=a|PIDFILE=;               PIDFILE names no file: set PIDFILE env var
					QUEUE=a|FAILURE_BACKEND=other;  invalid failure backend (FAILURE_BACKEND): 'other': set FAILURE_BACKEND=redis
					""")
	void aWrongValueSaysWhatToSet(String variables, String message) {
		assertThatExceptionOfType(ClassicVariableException.class).isThrownBy(() -> read(variables))
			.withMessageContaining(message);
	}

	@Test
	void whatHasNoEffectIsSaid() {
		assertThat(read("QUEUE=a|INTERVAL=1|MIN_INTERVAL=1|MAX_INTERVAL=10|BACKOFF_INTERVAL=0.1|FORK_PER_JOB=false"
				+ "|JOBS_PER_FORK=2|GRACEFUL_TERM=1|TERM_CHILD=1|COUNT=3|BACKGROUND=")
			.remarks()).contains("MIN_INTERVAL=1: no effect, because INTERVAL is set",
					"MAX_INTERVAL=10: no effect, because idle workers are woken instead of polling",
					"BACKOFF_INTERVAL=0.1: no effect, because idle workers are woken instead of polling",
					"JOBS_PER_FORK=2: no effect, because FORK_PER_JOB is false",
					"TERM_CHILD=1: no effect, because GRACEFUL_TERM is set",
					"COUNT=3: 3 worker processes under a supervisor", "BACKGROUND=: runs in the background");
	}

	@Test
	void whatTheSchedulerDoesAnywayIsSaid() {
		assertThat(read("QUEUE=a|RESQUE_SCHEDULER_INTERVAL=1|DYNAMIC_SCHEDULE=true|DELAYED_REQUEUE_BATCH_SIZE=7")
			.remarks()).contains("RESQUE_SCHEDULER_INTERVAL=1: no effect, because the scheduler looks each second",
					"DYNAMIC_SCHEDULE=true: no effect, because changes of schedules are always followed",
					"DELAYED_REQUEUE_BATCH_SIZE=7: no effect, because as many jobs are moved at a time as are due, up to 1,000");
	}

	@Test
	void whatIsNotSetCountsAsTheDefaultsOfTheWorkers() {
		WorkerSettings defaults = new Binder(new MapConfigurationPropertySource()).bindOrCreate("resque.worker",
				WorkerSettings.class);
		assertThat(phase("RESQUE_TERM_TIMEOUT=100"))
			.isEqualTo(defaults.shutdownTimeout().plusSeconds(100).plus(WorkerSettings.STOP_MARGIN));
		assertThat(phase("RESQUE_PRE_SHUTDOWN_TIMEOUT=100"))
			.isEqualTo(defaults.termTimeout().plusSeconds(100).plus(WorkerSettings.STOP_MARGIN));
	}

	private static Duration phase(String variable) {
		return DurationStyle.detectAndParse(
				read("QUEUE=a|" + variable).properties().get("spring.lifecycle.timeout-per-shutdown-phase"));
	}

	@Test
	void countAndBackgroundAreForTheProcess() {
		ClassicStart start = read("QUEUE=a|COUNT= 3 |BACKGROUND=");
		assertThat(start.processes()).isEqualTo(3);
		assertThat(start.background()).isTrue();
	}

	private static ClassicStart read(String variables) {
		Map<String, String> environment = new LinkedHashMap<>();
		Arrays.stream(variables.split("\\|"))
			.map((variable) -> variable.split("=", 2))
			.forEach((variable) -> environment.put(variable[0], variable[1]));
		return ClassicVariables.read(environment);
	}

}
