package io.resque;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * That a job runs again: when, on which queue and with what. Carried out in the same step
 * that acknowledges the run, so that the job is always in one place.
 *
 * @param delay how long it waits among the delayed jobs; zero to go to the end of its
 * queue
 * @param queue another queue, or null for the same one
 * @param payload another payload, as {@link JobCodec#encode} writes it, or null for the
 * same one
 * @param recorded whether a run that failed is recorded as a failure all the same
 */
public record Again(Duration delay, @Nullable String queue, byte @Nullable [] payload, boolean recorded) {

	private static final Duration LONGEST = Duration.ofDays(36_500);

	public Again {
		delay = delay.isNegative() ? Duration.ZERO : delay;
		if (delay.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("A job can be delayed by a hundred years at most, not by " + delay);
		}
		if (queue != null) {
			Names.queue(queue);
		}
	}

	/** The same job, after a delay. */
	public static Again in(Duration delay) {
		return new Again(delay, null, null, false);
	}

}
