package io.resque.benchmarks.ours;

import io.resque.ResqueJob;

/**
 * A job that does nothing.
 */
@ResqueJob(queue = NoOp.QUEUE)
public class NoOp {

	/** Its queue. */
	public static final String QUEUE = "bench";

	/** Performs. */
	public void perform(String text) {
		JobClock.perform();
	}

	/** What a producer of any language writes for it, with an argument of this length. */
	public static String payload(int length) {
		return "{\"class\":\"NoOp\",\"args\":[\"" + text(length) + "\"]}";
	}

	/** An argument of this length. */
	public static String text(int length) {
		return "x".repeat(length);
	}

}
