package io.resque.schedule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

import org.springframework.core.io.Resource;

/**
 * A file of schedules as Ruby's resque-scheduler reads it: YAML with the settings of each
 * schedule below its name. Ruby's symbols are texts, as in Ruby's JSON.
 */
final class ScheduleFile {

	/** Nothing in a file goes deeper; what does contains itself. */
	private static final int DEEPEST = 50;

	/** What a file with so many values repeats endlessly. */
	private static final int MOST_VALUES = 100_000;

	private static final int LONGEST = 1024 * 1024;

	private final Resource file;

	private int values;

	private ScheduleFile(Resource file) {
		this.file = file;
	}

	/**
	 * Reads a file.
	 * @param file the file
	 * @return schedules by their names
	 * @throws InvalidScheduleException when it cannot be read, or holds something else
	 */
	static Map<String, Map<String, @Nullable Object>> read(Resource file) {
		return new ScheduleFile(file).schedules();
	}

	private Map<String, Map<String, @Nullable Object>> schedules() {
		List<@Nullable Object> documents = documents();
		if (documents.size() > 1) {
			throw refused("it has " + documents.size() + " documents instead of one", null);
		}
		if (documents.isEmpty() || !(documents.get(0) instanceof Map<?, ?> content)) {
			throw refused("it has no schedules by their names; one without any says {}", null);
		}
		Map<String, Map<String, @Nullable Object>> schedules = new LinkedHashMap<>();
		content.forEach((key, settings) -> {
			String name = String.valueOf(key);
			if (!(settings instanceof Map<?, ?> members)) {
				throw refused("there are no settings below " + name + ", but " + settings, null);
			}
			Map<String, @Nullable Object> plain = members(name, members, 1);
			plain.remove("persist");
			if (schedules.put(name, plain) != null) {
				throw refused(name + " is there twice", null);
			}
		});
		return schedules;
	}

	private List<@Nullable Object> documents() {
		try {
			String text = this.file.getContentAsString(StandardCharsets.UTF_8);
			if (text.length() > LONGEST || text.contains("<%")) {
				throw refused((text.length() > LONGEST) ? "it has more than " + LONGEST + " characters"
						: "ERB (<% … %>) is not evaluated", null);
			}
			List<@Nullable Object> documents = new ArrayList<>();
			yaml().loadAll(text).forEach(documents::add);
			return documents;
		}
		catch (IOException | YAMLException | StackOverflowError ex) {
			throw refused(String.valueOf(ex.getMessage()), ex);
		}
	}

	private static Yaml yaml() {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		// Defaults of a Ruby application are aliases, one for each schedule.
		options.setMaxAliasesForCollections(MOST_VALUES);
		DumperOptions unused = new DumperOptions();
		Resolver resolver = new Resolver();
		resolver.addImplicitResolver(Symbols.TAG, Symbols.SYMBOL, ":");
		return new Yaml(new Symbols(options), new Representer(unused), unused, options, resolver);
	}

	private Map<String, @Nullable Object> members(String schedule, Map<?, ?> map, int depth) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		map.forEach((key, value) -> {
			if (members.containsKey(String.valueOf(key))) {
				throw refused(key + " is there twice below " + schedule, null);
			}
			members.put(String.valueOf(key), plain(schedule, value, depth));
		});
		return members;
	}

	/** What JSON has, too. */
	private @Nullable Object plain(String schedule, @Nullable Object value, int depth) {
		if (depth > DEEPEST || this.values++ > MOST_VALUES) {
			throw refused(schedule + " contains itself, or far too much", null);
		}
		if (value instanceof Map<?, ?> map) {
			return members(schedule, map, depth + 1);
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> plain = new ArrayList<>();
			list.forEach((element) -> plain.add(plain(schedule, element, depth + 1)));
			return plain;
		}
		boolean endless = value instanceof Double number && !Double.isFinite(number);
		if (value == null || value instanceof String || value instanceof Boolean
				|| (value instanceof Number && !endless)) {
			return value;
		}
		throw refused("below " + schedule + " there is a " + value.getClass().getSimpleName()
				+ ", which JSON does not have: write it in quotes", null);
	}

	private InvalidScheduleException refused(String problem, @Nullable Throwable cause) {
		return InvalidScheduleException.ofFile(this.file.getDescription(), problem, cause);
	}

	/**
	 * Takes a word with a colon in front for the word alone, unless it is in quotes.
	 */
	private static final class Symbols extends SafeConstructor {

		static final Tag TAG = new Tag("!symbol");

		static final Pattern SYMBOL = Pattern.compile(":[A-Za-z_]\\w*[?!]?");

		Symbols(LoaderOptions options) {
			super(options);
			this.yamlConstructors.put(TAG, new AbstractConstruct() {

				@Override
				public Object construct(Node node) {
					return ((ScalarNode) node).getValue().substring(1);
				}

			});
		}

	}

}
