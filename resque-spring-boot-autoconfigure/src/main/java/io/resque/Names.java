package io.resque;

import java.util.stream.Collectors;

/**
 * What jobs, queues and namespaces may be called. Reading takes any name, whoever wrote
 * it; these rules are for what this application brings into being.
 */
public final class Names {

	private static final int LONGEST = 255;

	/** A list of queues could not name a queue with one of these. */
	private static final String PATTERN_CHARACTERS = "*?[]{}!\\";

	private Names() {
	}

	/**
	 * Checks the name of a job.
	 * @param name the name
	 * @return the name
	 * @throws InvalidNameException when it cannot be used
	 */
	public static String job(String name) {
		return check("job name", name);
	}

	/**
	 * Checks the name of a queue.
	 * @param name the name
	 * @return the name
	 * @throws InvalidNameException when it cannot be used
	 */
	public static String queue(String name) {
		check("queue", name);
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c == ',') {
				throw refuse("queue", name, "a comma separates queues where workers list them");
			}
			if (PATTERN_CHARACTERS.indexOf(c) >= 0) {
				throw refuse("queue", name, "'" + c + "' belongs to the patterns of workers");
			}
		}
		return name;
	}

	/**
	 * Checks the name of a schedule.
	 * @param name the name
	 * @return the name
	 * @throws InvalidNameException when it cannot be used
	 */
	public static String schedule(String name) {
		return check("schedule", name);
	}

	/**
	 * Checks a namespace, the prefix of all keys.
	 * @param name the namespace
	 * @return the namespace
	 * @throws InvalidNameException when it cannot be used
	 */
	public static String namespace(String name) {
		check("namespace", name);
		if (name.chars().anyMatch(Character::isWhitespace)) {
			throw refuse("namespace", name, "it has a blank in it");
		}
		if (name.endsWith(":")) {
			throw refuse("namespace", name, "it ends with a colon, which keys add by themselves");
		}
		return name;
	}

	private static String check(String kind, String name) {
		if (name.isBlank()) {
			throw refuse(kind, name, "it is empty");
		}
		if (name.chars().anyMatch(Character::isISOControl)) {
			throw refuse(kind, printable(name), "it has a control character in it");
		}
		if (!name.equals(name.strip())) {
			throw refuse(kind, name, "it begins or ends with a blank");
		}
		if (name.length() > LONGEST) {
			throw refuse(kind, name.substring(0, LONGEST) + "…", "it is longer than " + LONGEST + " characters");
		}
		if (name.contains("${")) {
			throw refuse(kind, name, "its placeholder does not resolve");
		}
		return name;
	}

	private static String printable(String name) {
		return name.chars()
			.mapToObj((c) -> Character.isISOControl(c) ? String.format("\\u%04x", c) : Character.toString(c))
			.collect(Collectors.joining());
	}

	private static InvalidNameException refuse(String kind, String name, String reason) {
		return new InvalidNameException("The " + kind + " '" + name + "' cannot be used: " + reason);
	}

}
