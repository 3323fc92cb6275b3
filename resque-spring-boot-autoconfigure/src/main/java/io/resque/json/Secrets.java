package io.resque.json;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What payloads keep to themselves when they are shown: members that are named like
 * secrets, and args of jobs that are marked as sensitive. It holds for the whole process,
 * because a job is put into words anywhere ({@code Job.toString()}): what one application
 * in it hides is hidden for all.
 */
public final class Secrets {

	/** What is shown instead. */
	public static final String MASK = "•••";

	private static final String BUILT_IN = "passw(?:or)?d|passphrase|secret|token|credential|authorization|cookie"
			+ "|(?:api|access|private)[_-]?key";

	private static final Set<String> WORDS = new TreeSet<>();

	private static final Map<String, SensitiveArgs> JOBS = new ConcurrentHashMap<>();

	private static volatile Pattern names = names();

	private static volatile SecretText text = new SecretText(names);

	private Secrets() {
	}

	/**
	 * Hides further members.
	 * @param words members whose names contain one of them, in whatever case, are hidden
	 */
	public static synchronized void hideMembers(Collection<String> words) {
		if (WORDS.addAll(words)) {
			names = names();
			text = new SecretText(names);
		}
	}

	/**
	 * Hides args of a job.
	 * @param job name of the job
	 * @param args which of them
	 */
	public static void hide(String job, SensitiveArgs args) {
		if (!args.equals(SensitiveArgs.NONE)) {
			JOBS.merge(plain(job), args, SensitiveArgs::and);
		}
	}

	/**
	 * Hides the values of members that are named like secrets in a text that is JSON, a
	 * part of it, or has some inside.
	 * @param json the text
	 * @return the text without them
	 */
	public static String mask(String json) {
		return (json.indexOf('"') >= 0) ? text.mask(json) : json;
	}

	static boolean isSecret(String member) {
		return names.matcher(member).find();
	}

	/** Whether there is a job with sensitive args. */
	static boolean hasSensitiveArgs() {
		return !JOBS.isEmpty();
	}

	/** Whether args of one job are hidden where those of another one are. */
	public static boolean hidesAsMuch(String job, String other) {
		return of(other).equals(SensitiveArgs.NONE) || of(other).equals(of(job));
	}

	static SensitiveArgs of(String job) {
		return JOBS.isEmpty() ? SensitiveArgs.NONE : JOBS.getOrDefault(plain(job), SensitiveArgs.NONE);
	}

	private static Pattern names() {
		return Pattern.compile(
				Stream.concat(Stream.of(BUILT_IN), WORDS.stream().map(Pattern::quote)).collect(Collectors.joining("|")),
				Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
	}

	/** A job is found by its name with dashes, too. */
	private static String plain(String job) {
		return job.replace("-", "").toLowerCase(Locale.ROOT);
	}

}
