package io.resque;

import java.util.List;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.resque.redis.QueueStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.RedisCallException.Outcome;

/**
 * Brings payloads to their queue: at once, or at the commit of the transaction around the
 * call.
 */
final class QueuePush {

	private static final boolean TRANSACTIONS = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			QueuePush.class.getClassLoader());

	private final QueueStore queues;

	QueuePush(QueueStore queues) {
		this.queues = queues;
	}

	/** At the commit when there is a transaction, otherwise at once. */
	void push(String queue, List<byte[]> payloads) {
		if (!TRANSACTIONS || !PushAtCommit.defer(this, queue, payloads)) {
			pushNow(queue, payloads);
		}
	}

	/** At once, one round trip for each {@value QueueStore#BATCH}. */
	void pushNow(String queue, List<byte[]> payloads) {
		for (int from = 0; from < payloads.size(); from += QueueStore.BATCH) {
			List<byte[]> batch = payloads.subList(from, Math.min(from + QueueStore.BATCH, payloads.size()));
			try {
				this.queues.push(queue, batch);
			}
			catch (RedisCallException ex) {
				throw failure(queue, payloads.size(), from, ex);
			}
		}
	}

	private static EnqueueException failure(String queue, int wanted, int pushed, RedisCallException ex) {
		boolean unknown = ex.outcome() == Outcome.UNKNOWN;
		String jobs = (wanted == 1) ? "The job" : wanted + " jobs";
		String verb = (wanted == 1) ? " was" : " were";
		String what = unknown
				? "It is unknown whether " + StringUtils.uncapitalize(jobs) + verb + " put on the queue '" + queue + "'"
				: jobs + verb + " not put on the queue '" + queue + "'";
		String before = (pushed > 0) ? " (the first " + pushed + verb + ")" : "";
		return new EnqueueException(what + before + ". " + ex.getMessage(), unknown || pushed > 0, ex);
	}

}
