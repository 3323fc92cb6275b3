package io.resque.event;

import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;

/**
 * Writes the log lines about what people do.
 */
final class OperatorEventLog {

	private static final int LONGEST = 200;

	private final Log logger;

	OperatorEventLog(Log logger) {
		this.logger = logger;
	}

	void write(OperatorEvent event) {
		String subject = new TreeMap<>(event.subject()).entrySet()
			.stream()
			.map((part) -> plain(part.getKey()) + "=" + quoted(part.getValue()))
			.collect(Collectors.joining(", "));
		this.logger.info("Operator " + quoted(event.operator()) + ", " + plain(event.action())
				+ (subject.isEmpty() ? "" : " (" + subject + ")") + ": "
				+ event.outcome().name().toLowerCase(Locale.ROOT) + ", " + plain(event.detail()) + ", " + event.count()
				+ " changed");
	}

	/** In quotes a value cannot be taken for a part of the line. */
	private static String quoted(String text) {
		return "\"" + plain(text).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

	private static String plain(String text) {
		String line = EventLog.oneLine(text);
		return (line.length() > LONGEST) ? line.substring(0, LONGEST) + "…" : line;
	}

}
