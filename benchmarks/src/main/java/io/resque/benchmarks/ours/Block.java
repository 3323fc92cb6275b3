package io.resque.benchmarks.ours;

import java.util.concurrent.CountDownLatch;

import io.resque.ResqueJob;

/**
 * A job that never ends, but with its process.
 */
@ResqueJob(queue = Block.QUEUE)
public class Block {

	/** Its queue. */
	public static final String QUEUE = "block";

	/** Performs. */
	public void perform(int number) throws InterruptedException {
		new CountDownLatch(1).await();
	}

	/** What a producer writes for it. */
	public static String payload(int number) {
		return "{\"class\":\"Block\",\"args\":[" + number + "]}";
	}

}
