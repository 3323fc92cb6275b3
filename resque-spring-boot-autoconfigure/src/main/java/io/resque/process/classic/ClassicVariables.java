package io.resque.process;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

	private static final String COMMAND = " java -jar application.jar";

	/** Ruby waits for the last job without an end; Spring must be given one. */
	private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);

	private static final Duration LONGEST = Duration.ofDays(365);

	/** Defaults of the workers, for what a stop may take in all. */
	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

	private static final Duration TERM_TIMEOUT = Duration.ofSeconds(4);

	/** What Spring gives each phase when nobody says anything. */
	private static final Duration SHORTEST_PHASE = Duration.ofSeconds(30);

	/** A longer number is no time, and takes much of it to be read. */
	private static final int MOST_DIGITS = 20;

	private static final String NO_POLLING = "no effect, because idle workers are woken instead of polling";

	private final Map<String, String> environment;

	private final Map<String, String> properties = new LinkedHashMap<>();

	private final List<String> remarks = new ArrayList<>();

	private ClassicVariables(Map<String, String> environment) {
		this.environment = environment;
	}

	/**
	 * Reads them.
	 * @param environment the environment of a process
	 * @return what they ask for; null when neither QUEUE nor QUEUES is set to some text
	 * @throws ClassicVariableException when a value cannot be used
	 */
	public static @Nullable ClassicStart read(Map<String, String> environment) {
		ClassicVariables variables = new ClassicVariables(environment);
		return (variables.isFilled("QUEUES") || variables.isFilled("QUEUE")) ? variables.read() : null;
	}

	private ClassicStart read() {
		queues();
		intervals();
		int processes = processes();
		children();
		stopping();
		logging();
		failures();
		this.properties.put("spring.main.web-application-type", "none");
		this.properties.put("spring.main.keep-alive", "true");
		this.properties.put("resque.process.signals", "true");
		return new ClassicStart(Collections.unmodifiableMap(this.properties), List.copyOf(this.remarks), processes,
				isSet("BACKGROUND"));
	}

	private void queues() {
		String variable = isFilled("QUEUES") ? "QUEUES" : "QUEUE";
		String queues = Arrays.stream(value(variable).split(","))
			.map(String::strip)
			.filter((queue) -> !queue.isEmpty())
			.collect(Collectors.joining(","));
		if (queues.isEmpty()) {
			throw new ClassicVariableException(variable + " names no queue",
					"set " + variable + " env var, e.g. $ " + variable + "=critical,high" + COMMAND);
		}
		became(variable, "resque.worker.queues", queues, "resque.worker.concurrency", "1");
	}

	private void intervals() {
		Duration interval = seconds("INTERVAL", "5");
		Duration shortest = seconds("MIN_INTERVAL", "0.5");
		if (interval != null && interval.isZero()) {
			became("INTERVAL", "resque.process.exit-when-empty", "true");
		}
		else if (interval != null) {
			became("INTERVAL", "resque.worker.poll-interval", text(interval));
		}
		if (shortest != null && interval == null && !shortest.isZero()) {
			became("MIN_INTERVAL", "resque.worker.poll-interval", text(shortest));
		}
		else if (shortest != null) {
			remark("MIN_INTERVAL", (interval != null) ? "no effect, because INTERVAL is set" : NO_POLLING);
		}
		for (String variable : List.of("MAX_INTERVAL", "BACKOFF_INTERVAL")) {
			if (seconds(variable, "0.1") != null) {
				remark(variable, NO_POLLING);
			}
		}
	}

	private int processes() {
		Integer count = number("COUNT", "2");
		if (count != null) {
			remark("COUNT", (count > 1) ? count + " worker processes under a supervisor" : "one worker process");
		}
		if (isSet("BACKGROUND")) {
			remark("BACKGROUND", "runs in the background");
		}
		if (isSet("PIDFILE")) {
			if (value("PIDFILE").isBlank()) {
				throw new ClassicVariableException("PIDFILE names no file",
						"set PIDFILE env var, e.g. $ PIDFILE=./resque.pid QUEUE=*" + COMMAND);
			}
			became("PIDFILE", "resque.process.pid-file", value("PIDFILE").strip());
		}
		return (count != null) ? count : 1;
	}

	private void children() {
		Integer jobs = number("JOBS_PER_FORK", "100");
		Duration age = time("MINUTES_PER_FORK", "60", "minutes", Duration.ofMinutes(1));
		boolean threads = isSet("FORK_PER_JOB") && value("FORK_PER_JOB").equals("false");
		String mode = "resque.worker.mode";
		if (isSet("FORK_PER_JOB")) {
			became("FORK_PER_JOB", mode, threads ? "thread" : "fork");
		}
		if (jobs != null && !threads) {
			became("JOBS_PER_FORK", mode, "fork", "resque.worker.fork.jobs-per-child", jobs.toString());
		}
		else if (jobs != null) {
			remark("JOBS_PER_FORK", "no effect, because FORK_PER_JOB is false");
		}
		if (age != null && !threads) {
			became("MINUTES_PER_FORK", mode, "fork", "resque.worker.fork.max-age", text(age));
			// A child that is to live for minutes performs more than one job.
			this.properties.putIfAbsent("resque.worker.fork.jobs-per-child", "0");
		}
		else if (age != null) {
			remark("MINUTES_PER_FORK", "no effect, because FORK_PER_JOB is false");
		}
		if (isSet("RUN_AT_EXIT_HOOKS")) {
			became("RUN_AT_EXIT_HOOKS", "resque.child.run-at-exit-hooks", "true");
		}
	}

	private void stopping() {
		Duration before = seconds("RESQUE_PRE_SHUTDOWN_TIMEOUT", "10");
		Duration term = seconds("RESQUE_TERM_TIMEOUT", "4");
		Duration shutdown = isSet("GRACEFUL_TERM") ? AS_LONG_AS_IT_TAKES
				: (before == null && isSet("TERM_CHILD")) ? Duration.ZERO : before;
		remarkStopping(shutdown);
		if (term != null) {
			became("RESQUE_TERM_TIMEOUT", "resque.worker.term-timeout", text(term));
		}
		if (shutdown != null || term != null) {
			Duration whole = ((shutdown != null) ? shutdown : SHUTDOWN_TIMEOUT)
				.plus((term != null) ? term : TERM_TIMEOUT)
				.plus(WorkerSettings.STOP_MARGIN);
			this.properties.put("spring.lifecycle.timeout-per-shutdown-phase",
					text((whole.compareTo(SHORTEST_PHASE) < 0) ? SHORTEST_PHASE : whole));
		}
	}

	private void remarkStopping(@Nullable Duration shutdown) {
		if (shutdown == null) {
			return;
		}
		List<String> deciding = Stream.of("GRACEFUL_TERM", "RESQUE_PRE_SHUTDOWN_TIMEOUT", "TERM_CHILD")
			.filter(this::isSet)
			.toList();
		became(deciding.get(0), "resque.worker.shutdown-timeout", text(shutdown));
		deciding.stream()
			.skip(1)
			.forEach((variable) -> remark(variable, "no effect, because " + deciding.get(0) + " is set"));
	}

	private void logging() {
		for (String variable : List.of("LOGGING", "VERBOSE")) {
			if (isSet(variable)) {
				became(variable, "logging.level.io.resque", "INFO");
			}
		}
		if (isSet("VVERBOSE")) {
			became("VVERBOSE", "logging.level.io.resque", "DEBUG");
		}
	}

	private void failures() {
		String backend = this.environment.get("FAILURE_BACKEND");
		if (backend == null) {
			return;
		}
		if (!backend.equals("redis")) {
			throw new ClassicVariableException(
					backend.equals("redis_multi_queue")
							? "the failure backend redis_multi_queue (FAILURE_BACKEND) is not supported yet"
							: "invalid failure backend (FAILURE_BACKEND): '" + backend + "'",
					"set FAILURE_BACKEND=redis, or unset it, and define a FailureBackend bean for another one");
		}
		remark("FAILURE_BACKEND", "the failed list");
	}

	private @Nullable Duration seconds(String variable, String example) {
		return time(variable, example, "seconds", Duration.ofSeconds(1));
	}

	private @Nullable Duration time(String variable, String example, String units, Duration unit) {
		BigDecimal longest = BigDecimal.valueOf(LONGEST.toMillis());
		return parsed(variable, "a number of " + units + ", 0 or more and at most a year", example, (text) -> {
			BigDecimal millis = new BigDecimal(text).multiply(BigDecimal.valueOf(unit.toMillis()));
			if (Math.abs(millis.scale()) > MOST_DIGITS || millis.signum() < 0 || millis.compareTo(longest) > 0) {
				throw new NumberFormatException(text);
			}
			return Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValueExact());
		});
	}

	private @Nullable Integer number(String variable, String example) {
		return parsed(variable, "a number, 1 or more", example, (text) -> {
			int number = Integer.parseInt(text);
			if (number < 1) {
				throw new NumberFormatException(text);
			}
			return number;
		});
	}

	private <T> @Nullable T parsed(String variable, String allowed, String example, Function<String, T> parser) {
		if (!isSet(variable)) {
			return null;
		}
		try {
			return parser.apply(value(variable).strip());
		}
		catch (NumberFormatException ex) {
			throw new ClassicVariableException(variable + " must be " + allowed + ", but is '" + value(variable) + "'",
					"set " + variable + " env var, e.g. $ " + variable + "=" + example + " QUEUE=*" + COMMAND);
		}
	}

	private boolean isSet(String variable) {
		return this.environment.containsKey(variable);
	}

	/** An empty one is how some tools leave a variable out. */
	private boolean isFilled(String variable) {
		return !value(variable).isBlank();
	}

	private String value(String variable) {
		return this.environment.getOrDefault(variable, "");
	}

	/** The meaning is a list of names of properties, each with its value behind it. */
	private void became(String variable, String... meaning) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < meaning.length; i += 2) {
			this.properties.put(meaning[i], meaning[i + 1]);
			text.append((i > 0) ? " " : "").append(meaning[i]).append('=').append(meaning[i + 1]);
		}
		remark(variable, text.toString());
	}

	private void remark(String variable, String text) {
		this.remarks.add(variable + "=" + value(variable) + ": " + text);
	}

	private static String text(Duration time) {
		return (time.toMillis() % 1000 == 0) ? time.toSeconds() + "s" : time.toMillis() + "ms";
	}

}
