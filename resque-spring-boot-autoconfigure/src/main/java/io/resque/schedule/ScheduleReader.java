package io.resque.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.InvalidNameException;
import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobDefinition;
import io.resque.JobRegistry;
import io.resque.Names;
import io.resque.json.JsonException;
import io.resque.schedule.Schedule.Missed;
import io.resque.schedule.Schedule.Overlap;
import io.resque.schedule.Schedule.Policy;

/**
 * Reads the settings of a schedule, in the form of Ruby's resque-scheduler: {@code cron}
 * or {@code every}, {@code class}, {@code queue}, {@code args}, {@code description},
 * {@code rails_env}; and what only we know: {@code missed}, {@code missed_window},
 * {@code jitter}, {@code overlap}.
 */
final class ScheduleReader {

	/** Longest settings as JSON, in bytes. */
	static final int LONGEST = 64 * 1024;

	/** Means the same as none, for Ruby too. */
	private static final String NO_CUSTOM_CLASS = "Resque::Job";

	private static final Duration TOLERANCE = Duration.ofMinutes(1);

	private static final Duration DAY = Duration.ofDays(1);

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private final JobCodec codec;

	private final JobRegistry registry;

	private final ZoneId zone;

	ScheduleReader(JobCodec codec, JobRegistry registry, ZoneId zone) {
		this.codec = codec;
		this.registry = registry;
		this.zone = zone;
	}

	/** Reads what is persisted. */
	Schedule read(String name, byte[] json) {
		if (json.length > LONGEST) {
			throw new InvalidScheduleException(shortened(name),
					"its settings have " + json.length + " bytes, more than " + LONGEST, null);
		}
		try {
			if (this.codec.json().decode(json) instanceof Map<?, ?> members) {
				Map<String, @Nullable Object> settings = new LinkedHashMap<>();
				members.forEach((key, value) -> settings.put(String.valueOf(key), value));
				return read(name, settings);
			}
		}
		catch (JsonException ex) {
			throw new InvalidScheduleException(shortened(name), "it is no JSON: " + ex.getMessage(), ex);
		}
		throw new InvalidScheduleException(shortened(name), "it is JSON, but no object", null);
	}

	/**
	 * Reads settings.
	 * @throws InvalidScheduleException when they cannot be used
	 */
	Schedule read(String name, Map<String, @Nullable Object> settings) {
		try {
			part(name, "name", () -> Names.schedule(name));
			Object every = settings.get("every");
			Rhythm rhythm = rhythm(name, settings.get("cron"), every);
			Map<?, ?> options = (every instanceof List<?> list && list.size() > 1
					&& list.get(1) instanceof Map<?, ?> map) ? map : Map.of();
			return new Schedule(name, rhythm, duration(options.get("first_in")), job(name, settings),
					words(settings.getOrDefault("rails_env", settings.get("env"))), policy(settings),
					text(settings, "description", ""), settings);
		}
		catch (InvalidRhythmException | InvalidNameException | IllegalArgumentException ex) {
			throw new InvalidScheduleException(shortened(name), String.valueOf(ex.getMessage()), ex);
		}
	}

	/** Tells which setting it was. */
	private static <T extends @Nullable Object> T part(String name, String setting, Supplier<T> reading) {
		try {
			return reading.get();
		}
		catch (InvalidRhythmException | InvalidNameException | IllegalArgumentException ex) {
			throw new InvalidScheduleException(shortened(name), setting, String.valueOf(ex.getMessage()), ex);
		}
	}

	private @Nullable Rhythm rhythm(String name, @Nullable Object cron, @Nullable Object every) {
		if (first(cron) instanceof String text && !text.isBlank()) {
			return part(name, "cron", () -> CronRhythm.parse(text, this.zone));
		}
		Object period = first(every);
		return (period == null || period.toString().isBlank()) ? null
				: part(name, "every", () -> every(period.toString()));
	}

	private static Rhythm every(String period) {
		EveryRhythm rhythm = EveryRhythm.parse(period);
		if (rhythm.period().compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException("'every' must be at least 1s, but is " + period);
		}
		return rhythm;
	}

	/** Ruby takes a list of the value and its options, too. */
	private static @Nullable Object first(@Nullable Object value) {
		return (value instanceof List<?> list) ? (list.isEmpty() ? null : list.get(0)) : value;
	}

	private Job job(String name, Map<String, @Nullable Object> settings) {
		if (!text(settings, "custom_job_class", NO_CUSTOM_CLASS).equals(NO_CUSTOM_CLASS)) {
			throw new IllegalArgumentException("'custom_job_class' is Ruby code that only Ruby's scheduler can run");
		}
		String job = part(name, "class", () -> Names.job(text(settings, "class", name)));
		String queue = part(name, "queue", () -> queue(job, settings));
		return new Job(queue, job, args(settings.get("args")));
	}

	private String queue(String job, Map<String, @Nullable Object> settings) {
		String queue = text(settings, "queue", this.registry.find(job).map(JobDefinition::queue).orElse(""));
		if (queue.isEmpty()) {
			throw new IllegalArgumentException(
					"it has no 'queue', and no job with one is registered here under the name " + job);
		}
		return Names.queue(queue);
	}

	private static List<@Nullable Object> args(@Nullable Object args) {
		if (args instanceof List<?> list) {
			return new ArrayList<>(list);
		}
		List<@Nullable Object> list = new ArrayList<>();
		if (args != null) {
			list.add(args);
		}
		return list;
	}

	private static Policy policy(Map<String, @Nullable Object> settings) {
		Missed missed = constant(Missed.class, settings, "missed", Missed.NONE);
		Duration window = duration(settings.get("missed_window"));
		Duration jitter = duration(settings.get("jitter"));
		return new Policy(missed, (window != null) ? window : (missed == Missed.NONE) ? TOLERANCE : DAY,
				(jitter != null) ? jitter : Duration.ZERO, constant(Overlap.class, settings, "overlap", Overlap.QUEUE));
	}

	private static <E extends Enum<E>> E constant(Class<E> type, Map<String, @Nullable Object> settings, String name,
			E otherwise) {
		String text = text(settings, name, otherwise.name());
		return Arrays.stream(type.getEnumConstants())
			.filter((constant) -> constant.name().equalsIgnoreCase(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'" + name + "' must be one of "
					+ Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + ", but is '" + text + "'"));
	}

	private static @Nullable Duration duration(@Nullable Object value) {
		return (value != null) ? RufusDuration.parse(value.toString()) : null;
	}

	private static String text(Map<String, @Nullable Object> settings, String name, String otherwise) {
		Object value = settings.get(name);
		if (value == null) {
			return otherwise;
		}
		if (value instanceof String text) {
			return text;
		}
		throw new IllegalArgumentException("'" + name + "' must be a text, but is " + value
				+ ((value instanceof Boolean) ? ": YAML takes yes, no, on and off for that, unless in quotes" : ""));
	}

	private static List<String> words(@Nullable Object value) {
		if (value instanceof List<?> list) {
			return list.stream().map(String::valueOf).toList();
		}
		String[] words = (value != null) ? value.toString().split("[\\s,]+") : new String[0];
		return Arrays.stream(words).filter((word) -> !word.isEmpty()).toList();
	}

	private static String shortened(String name) {
		return (name.length() > 100) ? name.substring(0, 100) + "…" : name;
	}

}
