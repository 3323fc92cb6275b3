package io.resque.worker.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.resque.redis.RubyTime;

/**
 * The crashes that a job was in flight at, oldest first. At the first crash nobody is
 * marked yet: whether the job was running then is unknown, so one line says no more than
 * that it was in flight. From then on it is started with a mark, and only a crash while
 * it carried the mark adds a line.
 *
 * @param lines one for each crash
 */
record CrashTrail(List<String> lines) {

	private static final String RUNNING = " running on ";

	private static final String IN_FLIGHT = " in flight on ";

	static CrashTrail parse(String text) {
		return new CrashTrail(text.isEmpty() ? List.of() : List.of(text.split("\n")));
	}

	String text() {
		return String.join("\n", this.lines);
	}

	CrashTrail after(Instant crash, String process, boolean marked) {
		if (!marked && !this.lines.isEmpty()) {
			return this;
		}
		List<String> longer = new ArrayList<>(this.lines);
		longer.add(RubyTime.runAt(crash) + (marked ? RUNNING : IN_FLIGHT) + process);
		return new CrashTrail(longer);
	}

	/**
	 * Whether the job is a poison pill: as many crashes, at all but the first of which it
	 * was certainly running.
	 */
	boolean isPoison(int maxCrashes) {
		long running = this.lines.stream().filter((line) -> line.contains(RUNNING)).count();
		return this.lines.size() >= maxCrashes && running >= Math.max(1, maxCrashes - 1);
	}

}
