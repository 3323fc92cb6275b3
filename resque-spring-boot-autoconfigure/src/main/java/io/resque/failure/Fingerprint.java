package io.resque.failure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.resque.redis.Sha1;

/**
 * What failures of one cause have in common: the exception, its message without what
 * differs from job to job, and the uppermost frames of the application.
 *
 * @param id names it: 12 hex digits, made of the other three
 * @param exception name of the exception
 * @param message the first line of the message, with {@code #} for each word that has a
 * digit and {@code …} for what stands in quotes
 * @param frames up to three frames, without line numbers
 */
public record Fingerprint(String id, String exception, String message, List<String> frames) {

	private static final int FRAMES = 3;

	private static final int ID_LENGTH = 12;

	private static final int LONGEST = 300;

	/** Without a repetition inside a repetition: messages come from anywhere. */
	private static final Pattern QUOTED = Pattern.compile("(?<!\\w)(?:\"[^\"]*\"|'[^']*')(?!\\w)");

	private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>\"'(),;]{1,64}@[^\\s@<>\"'(),;]+");

	private static final Pattern WITH_DIGIT = Pattern.compile("[\\p{L}_-]*+\\d[\\p{L}\\d_.:+-]*+");

	public Fingerprint {
		frames = List.copyOf(frames);
	}

	/** The fingerprint of a failed job. */
	public static Fingerprint of(FailedJob failed) {
		String message = normalized(failed.error());
		List<String> frames = frames(failed.backtrace());
		String id = Sha1
			.hex((failed.exception() + "\n" + String.join("\n", frames) + "\n\n" + message)
				.getBytes(StandardCharsets.UTF_8))
			.substring(0, ID_LENGTH);
		return new Fingerprint(id, failed.exception(), message, frames);
	}

	private static String normalized(String error) {
		String line = error.lines().map(String::strip).filter((each) -> !each.isEmpty()).findFirst().orElse("");
		String start = line.substring(0, Math.min(line.length(), LONGEST));
		String unquoted = QUOTED.matcher(start).replaceAll("…");
		return WITH_DIGIT.matcher(ADDRESS.matcher(unquoted).replaceAll("#")).replaceAll("#");
	}

	private static List<String> frames(List<String> backtrace) {
		List<String> ofTheApplication = frames(backtrace, Frame::isOfTheApplication);
		return ofTheApplication.isEmpty() ? frames(backtrace, (any) -> true) : ofTheApplication;
	}

	private static List<String> frames(List<String> backtrace, Predicate<Frame> wanted) {
		return backtrace.stream()
			.map(Frame::parse)
			.filter(Frame::isCode)
			.filter(wanted)
			.limit(FRAMES)
			.map(Frame::text)
			.toList();
	}

}
