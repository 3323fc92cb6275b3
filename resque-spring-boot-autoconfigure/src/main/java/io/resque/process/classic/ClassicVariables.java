package io.resque.process.classic;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.resque.worker.WorkerSettings;

/**
 * Reads the environment variables with which workers of Ruby's Resque are started, and
 * says which configuration properties mean the same. They count only where {@code QUEUE}
 * or {@code QUEUES} is among them: a container may have a {@code COUNT} for reasons of
 * its own. For switches any text means yes, as in Ruby.
 */
public final class ClassicVariables {

	/** Ruby waits for the last job without an end; Spring must be given one. */
	private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);

	/** Defaults of the workers, for what a stop may take in all. */
	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

	private static final Duration TERM_TIMEOUT = Duration.ofSeconds(4);

	/** What Spring gives each phase when nobody says anything. */
	private static final Duration SHORTEST_PHASE = Duration.ofSeconds(30);

	private static final String NO_POLLING = "no effect, because idle workers are woken instead of polling";

	private final ClassicReading reading;

	private ClassicVariables(ClassicReading reading) {
		this.reading = reading;
	}

	/**
	 * Reads them.
	 * @param environment the environment of a process
	 * @return what they ask for; null when neither QUEUE nor QUEUES is set to some text
	 * @throws ClassicVariableException when a value cannot be used
	 */
	public static @Nullable ClassicStart read(Map<String, String> environment) {
		ClassicReading reading = new ClassicReading(environment);
		return (reading.isFilled("QUEUES") || reading.isFilled("QUEUE")) ? new ClassicVariables(reading).read() : null;
	}

	private ClassicStart read() {
		queues();
		intervals();
		int processes = processes();
		children();
		stopping();
		logging();
		failures();
		SchedulerVariables.read(this.reading);
		this.reading.set("spring.main.web-application-type", "none");
		this.reading.set("spring.main.keep-alive", "true");
		this.reading.set("resque.process.signals", "true");
		return new ClassicStart(this.reading.properties(), this.reading.remarks(), processes,
				this.reading.isSet("BACKGROUND"));
	}

	private void queues() {
		String variable = this.reading.isFilled("QUEUES") ? "QUEUES" : "QUEUE";
		String queues = Arrays.stream(this.reading.value(variable).split(","))
			.map(String::strip)
			.filter((queue) -> !queue.isEmpty())
			.collect(Collectors.joining(","));
		if (queues.isEmpty()) {
			throw new ClassicVariableException(variable + " names no queue",
					"set " + variable + " env var, e.g. $ " + variable + "=critical,high" + ClassicReading.COMMAND);
		}
		this.reading.became(variable, "resque.worker.queues", queues, "resque.worker.concurrency", "1");
	}

	private void intervals() {
		Duration interval = this.reading.seconds("INTERVAL", "5");
		Duration shortest = this.reading.seconds("MIN_INTERVAL", "0.5");
		if (interval != null && interval.isZero()) {
			this.reading.became("INTERVAL", "resque.process.exit-when-empty", "true");
		}
		else if (interval != null) {
			this.reading.became("INTERVAL", "resque.worker.poll-interval", ClassicReading.text(interval));
		}
		if (shortest != null && interval == null && !shortest.isZero()) {
			this.reading.became("MIN_INTERVAL", "resque.worker.poll-interval", ClassicReading.text(shortest));
		}
		else if (shortest != null) {
			this.reading.remark("MIN_INTERVAL", (interval != null) ? "no effect, because INTERVAL is set" : NO_POLLING);
		}
		for (String variable : List.of("MAX_INTERVAL", "BACKOFF_INTERVAL")) {
			if (this.reading.seconds(variable, "0.1") != null) {
				this.reading.remark(variable, NO_POLLING);
			}
		}
	}

	private int processes() {
		Integer count = this.reading.number("COUNT", "2");
		if (count != null) {
			this.reading.remark("COUNT",
					(count > 1) ? count + " worker processes under a supervisor" : "one worker process");
		}
		if (this.reading.isSet("BACKGROUND")) {
			this.reading.remark("BACKGROUND", "runs in the background");
		}
		if (this.reading.isSet("PIDFILE")) {
			if (this.reading.value("PIDFILE").isBlank()) {
				throw new ClassicVariableException("PIDFILE names no file",
						"set PIDFILE env var, e.g. $ PIDFILE=./resque.pid QUEUE=*" + ClassicReading.COMMAND);
			}
			this.reading.became("PIDFILE", "resque.process.pid-file", this.reading.value("PIDFILE").strip());
		}
		return (count != null) ? count : 1;
	}

	private void children() {
		Integer jobs = this.reading.number("JOBS_PER_FORK", "100");
		Duration age = this.reading.time("MINUTES_PER_FORK", "60", "minutes", Duration.ofMinutes(1));
		boolean threads = this.reading.isSet("FORK_PER_JOB") && this.reading.value("FORK_PER_JOB").equals("false");
		String mode = "resque.worker.mode";
		if (this.reading.isSet("FORK_PER_JOB")) {
			this.reading.became("FORK_PER_JOB", mode, threads ? "thread" : "fork");
		}
		if (jobs != null && !threads) {
			this.reading.became("JOBS_PER_FORK", mode, "fork", "resque.worker.fork.jobs-per-child", jobs.toString());
		}
		else if (jobs != null) {
			this.reading.remark("JOBS_PER_FORK", "no effect, because FORK_PER_JOB is false");
		}
		if (age != null && !threads) {
			this.reading.became("MINUTES_PER_FORK", mode, "fork", "resque.worker.fork.max-age",
					ClassicReading.text(age));
			// A child that is to live for minutes performs more than one job.
			this.reading.setUnlessSet("resque.worker.fork.jobs-per-child", "0");
		}
		else if (age != null) {
			this.reading.remark("MINUTES_PER_FORK", "no effect, because FORK_PER_JOB is false");
		}
		if (this.reading.isSet("RUN_AT_EXIT_HOOKS")) {
			this.reading.became("RUN_AT_EXIT_HOOKS", "resque.child.run-at-exit-hooks", "true");
		}
	}

	private void stopping() {
		Duration before = this.reading.seconds("RESQUE_PRE_SHUTDOWN_TIMEOUT", "10");
		Duration term = this.reading.seconds("RESQUE_TERM_TIMEOUT", "4");
		Duration shutdown = this.reading.isSet("GRACEFUL_TERM") ? AS_LONG_AS_IT_TAKES
				: (before == null && this.reading.isSet("TERM_CHILD")) ? Duration.ZERO : before;
		remarkStopping(shutdown);
		if (term != null) {
			this.reading.became("RESQUE_TERM_TIMEOUT", "resque.worker.term-timeout", ClassicReading.text(term));
		}
		if (shutdown != null || term != null) {
			Duration whole = ((shutdown != null) ? shutdown : SHUTDOWN_TIMEOUT)
				.plus((term != null) ? term : TERM_TIMEOUT)
				.plus(WorkerSettings.STOP_MARGIN);
			this.reading.set("spring.lifecycle.timeout-per-shutdown-phase",
					ClassicReading.text((whole.compareTo(SHORTEST_PHASE) < 0) ? SHORTEST_PHASE : whole));
		}
	}

	private void remarkStopping(@Nullable Duration shutdown) {
		if (shutdown == null) {
			return;
		}
		List<String> deciding = Stream.of("GRACEFUL_TERM", "RESQUE_PRE_SHUTDOWN_TIMEOUT", "TERM_CHILD")
			.filter(this.reading::isSet)
			.toList();
		this.reading.became(deciding.get(0), "resque.worker.shutdown-timeout", ClassicReading.text(shutdown));
		deciding.stream()
			.skip(1)
			.forEach((variable) -> this.reading.remark(variable, "no effect, because " + deciding.get(0) + " is set"));
	}

	private void logging() {
		for (String variable : List.of("LOGGING", "VERBOSE")) {
			if (this.reading.isSet(variable)) {
				this.reading.became(variable, "logging.level.io.resque", "INFO");
			}
		}
		if (this.reading.isSet("VVERBOSE")) {
			this.reading.became("VVERBOSE", "logging.level.io.resque", "DEBUG");
		}
	}

	private void failures() {
		String backend = this.reading.isSet("FAILURE_BACKEND") ? this.reading.value("FAILURE_BACKEND") : null;
		if (backend == null) {
			return;
		}
		if (!List.of("redis", "redis_multi_queue").contains(backend)) {
			throw new ClassicVariableException("invalid failure backend (FAILURE_BACKEND): '" + backend + "'",
					"set FAILURE_BACKEND=redis or FAILURE_BACKEND=redis_multi_queue, or unset it, and name others in"
							+ " resque.failure.backends");
		}
		this.reading.became("FAILURE_BACKEND", "resque.failure.backends", backend.replace('_', '-'));
	}

}
