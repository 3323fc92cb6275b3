package io.resque.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.resque.json.WellFormed;

/**
 * The frames of a throwable and its causes that tell something about the job: without
 * this library and what lies below the job, as Ruby cuts its backtraces where Resque
 * begins. Causes leave out the frames that they share with what they caused.
 */
final class Backtrace {

	static final int MAX_LINES = 200;

	private static final int MAX_FRAMES = 100;

	private static final int MAX_LINE_LENGTH = 1000;

	private static final String LIBRARY = "io.resque.";

	private static final String SAMPLE = "io.resque.sample.";

	/** Pools, reflection and proxies: of no interest where they carry the job. */
	private static final List<String> CARRIERS = List.of("java.", "jdk.", "sun.", "org.springframework.",
			"io.micrometer.");

	private static final List<String> REFLECTION = List.of("java.lang.reflect.", "java.lang.invoke.",
			"jdk.internal.reflect.");

	private final List<String> lines = new ArrayList<>();

	private Backtrace() {
	}

	static List<String> of(Throwable thrown) {
		Backtrace backtrace = new Backtrace();
		List<StackTraceElement> frames = ofTheJob(thrown.getStackTrace());
		backtrace.add(frames, frames.size());
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		seen.add(thrown);
		Throwable cause = thrown.getCause();
		while (cause != null && seen.add(cause) && backtrace.lines.size() < MAX_LINES) {
			frames = backtrace.addCause(cause, frames);
			cause = cause.getCause();
		}
		return backtrace.lines.subList(0, Math.min(backtrace.lines.size(), MAX_LINES));
	}

	private List<StackTraceElement> addCause(Throwable cause, List<StackTraceElement> caused) {
		String message = JobFailure.message(cause);
		String title = "Caused by: " + cause.getClass().getName() + (message.isEmpty() ? "" : ": " + message);
		this.lines.add(WellFormed.shortened(title, MAX_LINE_LENGTH));
		List<StackTraceElement> frames = ofTheJob(cause.getStackTrace());
		int own = frames.size();
		for (int i = caused.size() - 1; i >= 0 && own > 0 && frames.get(own - 1).equals(caused.get(i)); i--) {
			own--;
		}
		add(frames, own);
		return frames;
	}

	private void add(List<StackTraceElement> frames, int own) {
		int shown = Math.min(own, MAX_FRAMES);
		frames.subList(0, shown)
			.forEach((frame) -> this.lines.add(WellFormed.shortened("at " + frame, MAX_LINE_LENGTH)));
		if (shown < frames.size()) {
			this.lines.add("... " + (frames.size() - shown) + " more");
		}
	}

	private static List<StackTraceElement> ofTheJob(StackTraceElement @Nullable [] stack) {
		if (stack == null) {
			return List.of();
		}
		List<StackTraceElement> frames = List.of(stack);
		int end = endOfTheJob(frames);
		if (end == 0) {
			return frames.stream().takeWhile((frame) -> !isLibrary(frame)).toList();
		}
		return frames.subList(0, end).stream().filter((frame) -> !isLibrary(frame)).toList();
	}

	/**
	 * Where this library called the job: by reflection, or in a thread of which nothing
	 * but carriers is left below.
	 */
	private static int endOfTheJob(List<StackTraceElement> frames) {
		int end = frames.size();
		for (int i = 1; i < end; i++) {
			if (isLibrary(frames.get(i)) && startsWith(frames.get(i - 1), REFLECTION)) {
				end = i;
			}
		}
		while (end > 0 && (isLibrary(frames.get(end - 1)) || startsWith(frames.get(end - 1), CARRIERS)
				|| isProxy(frames.get(end - 1)))) {
			end--;
		}
		return end;
	}

	private static boolean isLibrary(StackTraceElement frame) {
		return frame.getClassName().startsWith(LIBRARY) && !frame.getClassName().startsWith(SAMPLE);
	}

	private static boolean isProxy(StackTraceElement frame) {
		return frame.getClassName().contains("$$SpringCGLIB$$") || frame.getClassName().contains("$Proxy");
	}

	private static boolean startsWith(StackTraceElement frame, List<String> prefixes) {
		return prefixes.stream().anyMatch(frame.getClassName()::startsWith);
	}

}
