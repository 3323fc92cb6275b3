package io.resque.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.Resource;

/**
 * A file of schedules as Ruby's resque-scheduler reads it: YAML with the settings of each
 * schedule below its name. Names may be written as Ruby's symbols.
 */
final class ScheduleFile {

	private ScheduleFile() {
	}

	/**
	 * Reads a file.
	 * @param file the file
	 * @return schedules by their names
	 * @throws InvalidScheduleException when it cannot be read, or holds something else
	 */
	static Map<String, Map<String, @Nullable Object>> read(Resource file) {
		YamlMapFactoryBean yaml = new YamlMapFactoryBean();
		yaml.setResources(file);
		yaml.setSingleton(false);
		Map<String, Map<String, @Nullable Object>> schedules = new LinkedHashMap<>();
		content(yaml, file).forEach((name, settings) -> {
			if (!(settings instanceof Map<?, ?> members)) {
				throw new InvalidScheduleException(word(name),
						"there are no settings below its name in " + file.getDescription() + ", but " + settings, null);
			}
			Map<String, @Nullable Object> plain = members(word(name), members);
			plain.remove("persist");
			schedules.put(word(name), plain);
		});
		return schedules;
	}

	private static Map<String, Object> content(YamlMapFactoryBean yaml, Resource file) {
		try {
			Map<String, Object> content = yaml.getObject();
			return (content != null) ? content : Map.of();
		}
		catch (RuntimeException ex) {
			throw new InvalidScheduleException(file, ex);
		}
	}

	private static Map<String, @Nullable Object> members(String schedule, Map<?, ?> map) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		map.forEach((key, value) -> members.put(word(String.valueOf(key)), plain(schedule, value)));
		return members;
	}

	/** What JSON has, too. */
	private static @Nullable Object plain(String schedule, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return members(schedule, map);
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> plain = new ArrayList<>();
			list.forEach((element) -> plain.add(plain(schedule, element)));
			return plain;
		}
		boolean endless = value instanceof Double number && !Double.isFinite(number);
		if (value == null || value instanceof String || value instanceof Boolean
				|| (value instanceof Number && !endless)) {
			return value;
		}
		throw new InvalidScheduleException(schedule,
				"JSON has nothing like " + value + " (" + value.getClass().getSimpleName() + "): write it in quotes",
				null);
	}

	private static String word(String key) {
		return key.startsWith(":") ? key.substring(1) : key;
	}

}
