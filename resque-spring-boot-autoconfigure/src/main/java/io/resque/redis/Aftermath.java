package io.resque.redis;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is to happen in the same step in which a job is acknowledged, and only then.
 *
 * @param rerun where the job goes; null when it has ended for good
 * @param commands further Redis commands, each as its words
 */
public record Aftermath(@Nullable Rerun rerun, List<List<String>> commands) {

	static final Aftermath NOTHING = new Aftermath(null, List.of());

	/** How many bytes it is, about. */
	public long size() {
		long words = this.commands.stream().flatMap(List::stream).mapToLong((word) -> word.length() + 16L).sum();
		return words + ((this.rerun != null) ? this.rerun.bytes().length : 0);
	}

	/**
	 * That a job runs again.
	 *
	 * @param queue its queue
	 * @param delay how long it waits among the delayed jobs; zero to go to its queue
	 * @param bytes the payload, or the item of a delayed job
	 */
	public record Rerun(String queue, Duration delay, byte[] bytes) {

		String place() {
			return this.delay.isZero() ? "queue" : "delayed";
		}

	}

}
