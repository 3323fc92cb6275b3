package io.resque;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.resque.redis.QueueStore;

/**
 * Finds jobs on a queue by what they mean, whoever encoded them, and removes them.
 */
final class QueueSearch {

	private final QueueStore queues;

	private final JobCodec codec;

	QueueSearch(QueueStore queues, JobCodec codec) {
		this.queues = queues;
		this.codec = codec;
	}

	/**
	 * Removes the jobs that match. Goes from the tail to the head: a job that others take
	 * away meanwhile shifts the rest towards the head, into what is still to be read.
	 */
	long remove(String queue, Predicate<Job> wanted) {
		long removed = 0;
		for (long end = this.queues.size(queue); end > 0; end -= QueueStore.BATCH) {
			long start = Math.max(0, end - QueueStore.BATCH);
			for (ByteBuffer payload : matching(queue, this.queues.range(queue, start, end - start), wanted)) {
				removed += this.queues.remove(queue, payload.array());
			}
		}
		return removed;
	}

	private Set<ByteBuffer> matching(String queue, List<byte[]> payloads, Predicate<Job> wanted) {
		Set<ByteBuffer> matching = new LinkedHashSet<>();
		for (byte[] payload : payloads) {
			try {
				if (wanted.test(this.codec.decode(queue, payload))) {
					matching.add(ByteBuffer.wrap(payload));
				}
			}
			catch (DecodeException ex) {
				// No job, so none that was looked for.
			}
		}
		return matching;
	}

}
