package io.resque.dashboard.view;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.resque.json.Secrets;

/**
 * Writes numbers, times and args for one page. Templates call it {@code fmt}.
 */
public final class Formats {

	private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final Pattern PRODUCTION = Pattern.compile("(?i)(^|[^a-z])(prod|production|prd|live)([^a-z]|$)");

	private static final int LINES = 300;

	private static final String BYTE_UNITS = "KMGTPE";

	private final DashboardMessages messages;

	private final Locale locale;

	private final Instant now;

	public Formats(DashboardMessages messages, Locale locale, Instant now) {
		this.messages = messages;
		this.locale = locale;
		this.now = now;
	}

	/** A number with its thousands set apart. */
	public String number(long number) {
		return NumberFormat.getIntegerInstance(this.locale).format(number);
	}

	/** How long ago, in one unit. */
	public String ago(Instant instant) {
		Duration age = Duration.between(instant, this.now);
		if (age.toSeconds() < 5) {
			// Clocks differ a little; what comes later than that is shown as it is.
			return (age.toSeconds() > -60) ? message("time.now") : exact(instant);
		}
		if (age.toMinutes() < 1) {
			return message("time.seconds", age.toSeconds());
		}
		if (age.toHours() < 1) {
			return message("time.minutes", age.toMinutes());
		}
		return (age.toDays() < 1) ? message("time.hours", age.toHours()) : message("time.days", number(age.toDays()));
	}

	/** How long until then, in one unit; how long ago when that is over. */
	public String due(Instant instant) {
		Duration left = Duration.between(this.now, instant);
		if (left.toSeconds() < 1) {
			return ago(instant);
		}
		if (left.toMinutes() < 1) {
			return message("time.in-seconds", left.toSeconds());
		}
		if (left.toHours() < 1) {
			return message("time.in-minutes", left.toMinutes());
		}
		return (left.toDays() < 1) ? message("time.in-hours", left.toHours())
				: message("time.in-days", number(left.toDays()));
	}

	/** How long it lasts already, in two units. */
	public String lasts(Instant since) {
		Duration time = Duration.between(since, this.now);
		if (time.toMinutes() < 1) {
			return message("lasts.seconds", Math.max(0, time.toSeconds()));
		}
		if (time.toHours() < 1) {
			return message("lasts.minutes", time.toMinutes(), time.toSecondsPart());
		}
		return (time.toDays() < 1) ? message("lasts.hours", time.toHours(), time.toMinutesPart())
				: message("lasts.days", number(time.toDays()), time.toHoursPart());
	}

	/** A rhythm of a schedule in plain words, or an empty text. */
	public String rhythm(String rhythm) {
		String words = new RhythmWords(this.messages, this.locale).of(rhythm);
		return (words != null) ? words : "";
	}

	/** A number of bytes in the unit that suits it. */
	public String bytes(long bytes) {
		if (bytes < 1024) {
			return number(bytes) + " B";
		}
		int unit = Math.min((63 - Long.numberOfLeadingZeros(bytes)) / 10, BYTE_UNITS.length());
		double value = bytes / Math.pow(1024, unit);
		return String.format(this.locale, (value < 10) ? "%.1f" : "%.0f", value) + " " + BYTE_UNITS.charAt(unit - 1)
				+ "iB";
	}

	/** How long something takes, in one unit. */
	public String span(Duration duration) {
		if (duration.toSeconds() < 90) {
			return message("span.seconds", duration.toSeconds());
		}
		if (duration.toMinutes() < 90) {
			return message("span.minutes", Math.round(duration.toSeconds() / 60.0));
		}
		return (duration.toHours() < 48) ? message("span.hours", Math.round(duration.toMinutes() / 60.0))
				: message("span.days", Math.round(duration.toHours() / 24.0));
	}

	/** A rate: small ones with a digit behind the point. */
	public String rate(double rate) {
		NumberFormat format = NumberFormat.getNumberInstance(this.locale);
		format.setMaximumFractionDigits((rate < 10) ? 1 : 0);
		return format.format(rate);
	}

	/** Hour and minute. */
	public String hour(Instant instant) {
		return HOUR.format(instant);
	}

	/** The exact time. */
	public String exact(Instant instant) {
		return EXACT.format(instant);
	}

	/** Whether something is hidden in a text. */
	public static boolean isMasked(String text) {
		return text.contains(Secrets.MASK);
	}

	/** Args without what looks like a secret. */
	public String args(@Nullable String args) {
		return (args != null) ? Secrets.mask(args) : "";
	}

	/**
	 * A text that has room for a line, such as a name or a path.
	 */
	public String line(@Nullable String text) {
		return shorten(text, 300);
	}

	/**
	 * A text that has room for a paragraph.
	 */
	public String text(@Nullable String text) {
		return shorten(text, 2000);
	}

	/**
	 * Lines, as many as anybody reads.
	 */
	public String lines(List<String> lines) {
		String shown = lines.stream().limit(LINES).map((line) -> shorten(line, 1000)).collect(Collectors.joining("\n"));
		return (lines.size() > LINES) ? shown + "\n…" : shown;
	}

	/**
	 * Whether a worker's entry stands for several queues, or for none.
	 */
	public boolean isPattern(String queue) {
		return queue.startsWith("!") || queue.matches(".*[*?\\[{].*");
	}

	/** Whether an environment looks like one where mistakes cost something. */
	public boolean isProduction(String environment) {
		return PRODUCTION.matcher(environment).find();
	}

	/** Texts in their order. */
	public List<String> sorted(Collection<String> texts) {
		return texts.stream().sorted().toList();
	}

	/**
	 * Some short texts.
	 */
	public String list(List<String> texts) {
		return line(String.join(", ", texts));
	}

	/**
	 * A share of the greatest, in percent, for bars; something is visible of everything.
	 */
	public String share(long number, long greatest) {
		if (number <= 0 || greatest <= 0) {
			return "0%";
		}
		return String.format(Locale.ROOT, "%.2f%%", Math.max(0.75, 100.0 * number / greatest));
	}

	private static String shorten(@Nullable String text, int length) {
		if (text == null) {
			return "";
		}
		return (text.length() > length) ? text.substring(0, length) + "…" : text;
	}

	private String message(String code, Object... arguments) {
		return this.messages.text(this.locale, code, arguments);
	}

}
