package io.resque;

import java.util.List;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.resque.redis.DelayedStore;
import io.resque.redis.QueueStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.RedisCallException.Outcome;

/**
 * Brings payloads to their destination: at once, or at the commit of the transaction
 * around the call.
 */
final class QueuePush {

	private static final boolean TRANSACTIONS = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			QueuePush.class.getClassLoader());

	private final QueueStore queues;

	private final DelayedStore delayed;

	QueuePush(QueueStore queues, DelayedStore delayed) {
		this.queues = queues;
		this.delayed = delayed;
	}

	/** At the commit when there is a transaction, otherwise at once. */
	void push(Destination destination, List<byte[]> payloads) {
		if (!TRANSACTIONS || !PushAtCommit.defer(this, destination, payloads)) {
			pushNow(destination, payloads);
		}
	}

	/** At once, one round trip for each {@value QueueStore#BATCH}. */
	void pushNow(Destination destination, List<byte[]> payloads) {
		for (int from = 0; from < payloads.size(); from += QueueStore.BATCH) {
			List<byte[]> batch = payloads.subList(from, Math.min(from + QueueStore.BATCH, payloads.size()));
			try {
				pushBatch(destination, batch);
			}
			catch (RedisCallException ex) {
				throw failure(destination, payloads.size(), from, ex);
			}
		}
	}

	private void pushBatch(Destination destination, List<byte[]> batch) {
		if (destination.isDelayed()) {
			this.delayed.add(destination.second(), batch);
		}
		else {
			this.queues.push(destination.queue(), batch);
		}
	}

	private static EnqueueException failure(Destination destination, int wanted, int pushed, RedisCallException ex) {
		boolean unknown = ex.outcome() == Outcome.UNKNOWN;
		String jobs = (wanted == 1) ? "The job" : wanted + " jobs";
		String verb = (wanted == 1) ? " was" : " were";
		String what = unknown ? "It is unknown whether " + StringUtils.uncapitalize(jobs) + verb + " " + destination
				: jobs + verb + " not " + destination;
		String before = (pushed > 0) ? " (the first " + pushed + verb + ")" : "";
		return new EnqueueException(what + before + ". " + ex.getMessage(), unknown || pushed > 0, ex);
	}

}
