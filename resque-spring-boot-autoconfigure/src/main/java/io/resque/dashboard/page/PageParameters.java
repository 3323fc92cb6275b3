package io.resque.dashboard.page;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.util.UriUtils;

import io.resque.dashboard.view.Notice;
import io.resque.failure.FailureQueue;

/**
 * Reads request parameters. What is missing, repeated, out of bounds or not a number is a
 * bad request; the converters and binders of the application have no part in it.
 */
final class PageParameters {

	/** End of the year 9999. */
	static final long LAST_SECOND = 253_402_300_799L;

	private static final int MAX_TEXT = 4000;

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

	private static final List<String> NUMBERS = List.of("at", "index", "first", "percent", "per-second");

	private static final Pattern ENTRY_ID = Pattern.compile("[0-9a-f]{40}");

	private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,4})([smhdw])");

	private static final Pattern CANARY_ID = Pattern.compile("[0-9a-f]{1,40}");

	private static final Pattern PROCESS_ID = Pattern.compile("[0-9a-f]{16}");

	private static final Pattern CURSOR = Pattern.compile("[0-9]{1,19}");

	private final ServerRequest request;

	PageParameters(ServerRequest request) {
		this.request = request;
	}

	/**
	 * Fails when one of the parameters that pages have in common cannot be, whether this
	 * page reads it or not.
	 */
	void check() {
		page();
		live();
		notice();
		count();
		for (String name : NUMBERS) {
			String text = find(name);
			if (text != null) {
				number(name, text, 0, Long.MAX_VALUE);
			}
		}
	}

	/** Number of the page, from 1. */
	long page() {
		String text = find("page");
		return (text != null) ? number("page", text, 1, 1_000_000_000) : 1;
	}

	/** Seconds between two refreshes, or null. */
	@Nullable Long live() {
		String text = find("live");
		return (text != null) ? (Long) number("live", text, 2, 60) : null;
	}

	/** The query of this address, without some parameters, from the question mark on. */
	String without(String... names) {
		StringBuilder query = new StringBuilder();
		this.request.servletRequest().getParameterMap().forEach((name, values) -> {
			if (!List.of(names).contains(name)) {
				query.append((query.length() > 0) ? '&' : '?').append(encode(name)).append('=');
				query.append(encode(values[0]));
			}
		});
		return query.toString();
	}

	private static String encode(String text) {
		return UriUtils.encode(text, StandardCharsets.UTF_8);
	}

	/** What a change said before it sent the browser here, or null. */
	@Nullable Notice notice() {
		String text = find("note");
		if (text == null) {
			return null;
		}
		try {
			return Notice.valueOf(text.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new BadParameterException("note");
		}
	}

	/** How many things a change touched. */
	long count() {
		String text = find("count");
		return (text != null) ? number("count", text, 0, Long.MAX_VALUE) : 0;
	}

	/** Name of a list of failed jobs, or null. */
	@Nullable String failureQueue() {
		String name = find("queue");
		if (name != null && !FailureQueue.isName(name)) {
			throw new BadParameterException("queue");
		}
		return name;
	}

	/** Index of a failed job. */
	long index() {
		return number("index", required("index"), 0, Long.MAX_VALUE);
	}

	/** A number that has to be there. */
	long required(String name, long least, long greatest) {
		return number(name, required(name), least, greatest);
	}

	/** A number, or another one where it is missing. */
	long number(String name, long least, long greatest, long missing) {
		String text = find(name);
		return (text != null) ? number(name, text, least, greatest) : missing;
	}

	/** A length of time as {@code 15m}, {@code 6h}, {@code 2d}, or null. */
	@Nullable Duration duration(String name) {
		String text = filled(name);
		if (text == null) {
			return null;
		}
		Matcher matcher = DURATION.matcher(text);
		if (!matcher.matches()) {
			throw new BadParameterException(name);
		}
		long number = Long.parseLong(matcher.group(1));
		return switch (matcher.group(2).charAt(0)) {
			case 's' -> Duration.ofSeconds(number);
			case 'm' -> Duration.ofMinutes(number);
			case 'h' -> Duration.ofHours(number);
			case 'd' -> Duration.ofDays(number);
			default -> Duration.ofDays(7 * number);
		};
	}

	/** Seconds since 1970 as a time, or null. */
	@Nullable Instant second(String name) {
		String text = find(name);
		return (text != null) ? Instant.ofEpochSecond(number(name, text, 0, LAST_SECOND)) : null;
	}

	/** A time of UTC as fields for date and time send it, or null. */
	@Nullable Instant moment(String name) {
		String text = filled(name);
		try {
			return (text != null) ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC) : null;
		}
		catch (DateTimeParseException ex) {
			throw new BadParameterException(name);
		}
	}

	/** A text without blanks around it; null where a field was left empty. */
	@Nullable String filled(String name) {
		String text = find(name);
		return (text != null && !text.isBlank()) ? text.strip() : null;
	}

	/** The texts of a parameter that may be repeated, so many at most. */
	List<String> list(String name, int most) {
		String @Nullable [] values = values(name);
		if (values == null) {
			return List.of();
		}
		if (values.length > most || Arrays.stream(values).anyMatch((value) -> value.length() > MAX_TEXT)) {
			throw new BadParameterException(name);
		}
		return List.of(values);
	}

	/** A long text that has to be there, from a field of several lines. */
	String text(String name, int length) {
		String @Nullable [] values = values(name);
		if (values == null || values.length != 1 || values[0].length() > length) {
			throw new BadParameterException(name);
		}
		return values[0];
	}

	/** Id of a canary retry. */
	String canaryId() {
		String id = required("id");
		if (!CANARY_ID.matcher(id).matches()) {
			throw new BadParameterException("id");
		}
		return id;
	}

	/** Id of a failed job. */
	String entryId() {
		return entryId("id", required("id"));
	}

	/** The same as part of another parameter. */
	static String entryId(String name, String id) {
		if (!ENTRY_ID.matcher(id).matches()) {
			throw new BadParameterException(name);
		}
		return id;
	}

	/** Id of a worker process. */
	String processId() {
		String id = required("id");
		if (!PROCESS_ID.matcher(id).matches()) {
			throw new BadParameterException("id");
		}
		return id;
	}

	/** Where a look at keys or values goes on, or null. */
	@Nullable String cursor() {
		String text = find("from");
		if (text != null && !CURSOR.matcher(text).matches()) {
			throw new BadParameterException("from");
		}
		return text;
	}

	/** A text that has to be there. */
	String required(String name) {
		String text = find(name);
		if (text == null || text.isEmpty()) {
			throw new BadParameterException(name);
		}
		return text;
	}

	/** A text, or null. */
	@Nullable String find(String name) {
		String @Nullable [] values = values(name);
		if (values == null) {
			return null;
		}
		if (values.length != 1 || values[0].length() > MAX_TEXT) {
			throw new BadParameterException(name);
		}
		return values[0];
	}

	private String @Nullable [] values(String name) {
		try {
			return this.request.servletRequest().getParameterValues(name);
		}
		catch (IllegalStateException ex) {
			// Tomcat's answer to a query that cannot be decoded.
			throw new BadParameterException(name);
		}
	}

	static long number(String name, String text, long least, long greatest) {
		if (NUMBER.matcher(text).matches()) {
			long number = Long.parseLong(text);
			if (number >= least && number <= greatest) {
				return number;
			}
		}
		throw new BadParameterException(name);
	}

}
