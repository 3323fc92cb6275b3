package io.resque.schedule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

import io.resque.JobDefinition;
import io.resque.JobRegistry;
import io.resque.ResqueSchedule;
import io.resque.json.JsonException;
import io.resque.json.ResqueJson;

/**
 * The schedules that an application declares, in annotations, properties and a file, with
 * the settings that Ruby knows.
 */
public final class Declarations {

	private final ResqueJson json;

	private final Map<String, Map<String, @Nullable Object>> all = new LinkedHashMap<>();

	private final Map<String, String> places = new LinkedHashMap<>();

	public Declarations(ResqueJson json) {
		this.json = json;
	}

	/**
	 * Adds those of annotations.
	 * @param registry the jobs
	 * @param resolve resolves placeholders
	 */
	public Declarations add(JobRegistry registry, UnaryOperator<String> resolve) {
		for (JobDefinition job : registry.all()) {
			for (ResqueSchedule annotation : job.annotations(ResqueSchedule.class)) {
				String name = resolve.apply(annotation.name());
				add(name.isEmpty() ? job.name() : name, settings(job, annotation, resolve),
						"@ResqueSchedule of job " + job.name());
			}
		}
		return this;
	}

	/** Adds those of properties. */
	public Declarations add(DeclarationSettings properties) {
		properties.schedule()
			.forEach((name, settings) -> add(name, normal(settings), "property resque.schedule." + name));
		return this;
	}

	/** Adds those of a file of Ruby's resque-scheduler. */
	public Declarations add(Resource file) {
		ScheduleFile.read(file).forEach((name, settings) -> add(name, settings, file.getDescription()));
		return this;
	}

	/** All of them, by their names. */
	Map<String, Map<String, @Nullable Object>> all() {
		return this.all;
	}

	/** Where a schedule is declared. */
	String place(String name) {
		return this.places.getOrDefault(name, "");
	}

	private void add(String name, Map<String, @Nullable Object> settings, String place) {
		String other = this.places.putIfAbsent(name, place);
		if (other != null) {
			throw new InvalidScheduleException(name, "it is declared twice: " + other + ", and " + place, null);
		}
		this.all.put(name, settings);
	}

	private Map<String, @Nullable Object> settings(JobDefinition job, ResqueSchedule annotation,
			UnaryOperator<String> resolve) {
		Map<String, @Nullable Object> settings = new LinkedHashMap<>();
		settings.put("cron", annotation.cron());
		settings.put("zone", annotation.zone());
		settings.put("every", annotation.every());
		settings.put("first_in", annotation.firstIn());
		settings.put("class", job.name());
		settings.put("description", annotation.description());
		settings.put("rails_env", String.join(",", annotation.environments()));
		settings.put("missed", annotation.missed());
		settings.put("missed_window", annotation.missedWindow());
		settings.put("jitter", annotation.jitter());
		settings.put("overlap", annotation.overlap());
		settings.replaceAll((name, value) -> resolve.apply(String.valueOf(value)));
		settings.values().removeIf(""::equals);
		settings.put("args", Arrays.stream(annotation.args()).map(resolve).map(this::argument).toList());
		return normal(settings);
	}

	private @Nullable Object argument(String text) {
		try {
			return this.json.decode(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (JsonException ex) {
			return text;
		}
	}

	/** Names as Ruby has them, and zone and first_in where Ruby has them. */
	private static Map<String, @Nullable Object> normal(Map<String, ? extends @Nullable Object> settings) {
		Map<String, @Nullable Object> normal = new LinkedHashMap<>();
		settings.forEach((name, value) -> normal.put(name.replace('-', '_'), list(value)));
		// What becomes of an empty list in properties.
		normal.computeIfPresent("args", (name, args) -> args.equals("") ? List.of() : args);
		Object zone = normal.remove("zone");
		if (zone != null) {
			normal.computeIfPresent("cron", (name, cron) -> cron + " " + zone);
		}
		Object firstIn = normal.remove("first_in");
		if (firstIn != null) {
			normal.computeIfPresent("every", (name, every) -> List.of(every, Map.of("first_in", firstIn)));
		}
		return normal;
	}

	/** Properties number the elements of a list. */
	private static @Nullable Object list(@Nullable Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return value;
		}
		List<@Nullable Object> elements = new ArrayList<>();
		for (int i = 0; map.containsKey(Integer.toString(i)); i++) {
			elements.add(list(map.get(Integer.toString(i))));
		}
		if (!map.isEmpty() && elements.size() == map.size()) {
			return elements;
		}
		Map<Object, @Nullable Object> members = new LinkedHashMap<>();
		map.forEach((name, member) -> members.put(name, list(member)));
		return members;
	}

}
