package io.resque.failure;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a backtrace, of Java or Ruby, without what changes from build to build: line
 * numbers, names that are generated, the directory of a deployment.
 *
 * @param text the place; empty when the line is none
 * @param isOfTheApplication whether it is neither of the platform nor of a library
 */
record Frame(String text, boolean isOfTheApplication) {

	private static final Frame NONE = new Frame("", false);

	private static final int LONGEST = 500;

	private static final Pattern RUBY = Pattern.compile("(.*?):\\d+(?::in (.*))?");

	/** A part that stays, and one that is generated. */
	private static final Pattern GENERATED = Pattern
		.compile("(\\$\\$Lambda)[^.]*|(lambda\\$[^$]*)\\$\\d+|()\\$\\$SpringCGLIB\\$\\$\\d+|(\\$Proxy)\\d+");

	private static final List<String> LIBRARIES = List.of("java.", "javax.", "jakarta.", "jdk.", "sun.", "com.sun.",
			"kotlin.", "kotlinx.", "scala.", "groovy.", "org.springframework.", "org.apache.", "org.hibernate.",
			"org.postgresql.", "com.mysql.", "oracle.", "com.zaxxer.", "com.fasterxml.", "io.netty.", "io.lettuce.",
			"io.micrometer.", "reactor.", "okhttp3.", "feign.");

	/** Where Ruby's gems and its own library are. */
	private static final List<String> GEMS = List.of("/gems/", "/lib/ruby/", "<internal:");

	static Frame parse(String line) {
		String start = line.strip();
		String text = start.substring(0, Math.min(start.length(), LONGEST));
		if (text.startsWith("at ")) {
			return java(text.substring(3));
		}
		Matcher ruby = RUBY.matcher(text);
		return (ruby.matches() && !text.startsWith("Caused by: "))
				? ruby(ruby.group(1), (ruby.group(2) != null) ? ruby.group(2) : "") : NONE;
	}

	boolean isCode() {
		return !this.text.isEmpty();
	}

	private static Frame java(String frame) {
		String place = frame.substring(0, (frame.indexOf('(') < 0) ? frame.length() : frame.indexOf('('));
		String known = (place.indexOf('$') < 0) ? place
				: GENERATED.matcher(place).replaceAll((match) -> Matcher.quoteReplacement(kept(match)));
		String method = known.substring(known.lastIndexOf('/') + 1);
		return new Frame(method, LIBRARIES.stream().noneMatch(method::startsWith));
	}

	private static String kept(MatchResult match) {
		String kept = null;
		for (int i = 1; kept == null && i <= match.groupCount(); i++) {
			kept = match.group(i);
		}
		return (kept != null) ? kept : "";
	}

	/** The last directory is enough to tell files apart. */
	private static Frame ruby(String path, String method) {
		String[] parts = path.split("/");
		String file = (parts.length < 2) ? path : parts[parts.length - 2] + "/" + parts[parts.length - 1];
		return new Frame(method.isEmpty() ? file : file + " " + method, GEMS.stream().noneMatch(path::contains));
	}

}
