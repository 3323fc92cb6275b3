package io.resque.process.classic;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Environment variables that are being read, and what has become of them.
 */
final class ClassicReading {

	static final String COMMAND = " java -jar application.jar";

	private static final Duration LONGEST = Duration.ofDays(365);

	/** A longer number is no time, and takes much of it to be read. */
	private static final int MOST_DIGITS = 20;

	private final Map<String, String> environment;

	private final Map<String, String> properties = new LinkedHashMap<>();

	private final List<String> remarks = new ArrayList<>();

	ClassicReading(Map<String, String> environment) {
		this.environment = environment;
	}

	/** The properties that say the same. */
	Map<String, String> properties() {
		return Collections.unmodifiableMap(this.properties);
	}

	/** What each variable became. */
	List<String> remarks() {
		return List.copyOf(this.remarks);
	}

	void set(String property, String value) {
		this.properties.put(property, value);
	}

	void setUnlessSet(String property, String value) {
		this.properties.putIfAbsent(property, value);
	}

	@Nullable Duration seconds(String variable, String example) {
		return time(variable, example, "seconds", Duration.ofSeconds(1));
	}

	@Nullable Duration time(String variable, String example, String units, Duration unit) {
		BigDecimal longest = BigDecimal.valueOf(LONGEST.toMillis());
		return parsed(variable, "a number of " + units + ", 0 or more and at most a year", example, (text) -> {
			BigDecimal millis = new BigDecimal(text).multiply(BigDecimal.valueOf(unit.toMillis()));
			if (Math.abs(millis.scale()) > MOST_DIGITS || millis.signum() < 0 || millis.compareTo(longest) > 0) {
				throw new NumberFormatException(text);
			}
			return Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValueExact());
		});
	}

	@Nullable Integer number(String variable, String example) {
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

	boolean isSet(String variable) {
		return this.environment.containsKey(variable);
	}

	/** An empty one is how some tools leave a variable out. */
	boolean isFilled(String variable) {
		return !value(variable).isBlank();
	}

	String value(String variable) {
		return this.environment.getOrDefault(variable, "");
	}

	/** The meaning is a list of names of properties, each with its value behind it. */
	void became(String variable, String... meaning) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < meaning.length; i += 2) {
			this.properties.put(meaning[i], meaning[i + 1]);
			text.append((i > 0) ? " " : "").append(meaning[i]).append('=').append(meaning[i + 1]);
		}
		remark(variable, text.toString());
	}

	void remark(String variable, String text) {
		this.remarks.add(variable + "=" + value(variable) + ": " + text);
	}

	static String text(Duration time) {
		return (time.toMillis() % 1000 == 0) ? time.toSeconds() + "s" : time.toMillis() + "ms";
	}

}
