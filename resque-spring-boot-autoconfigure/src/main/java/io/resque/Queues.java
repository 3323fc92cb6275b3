package io.resque;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.redis.QueueStore;
import io.resque.redis.RedisCallException;

/**
 * What is on the queues: looking at it, and taking it off.
 */
final class Queues {

	private final QueueStore store;

	private final JobCodec codec;

	Queues(QueueStore store, JobCodec codec) {
		this.store = store;
		this.codec = codec;
	}

	@Nullable Job reserve(String queue) {
		return take(queue, (payload) -> this.codec.decode(queue, payload));
	}

	@Nullable Object pop(String queue) {
		return take(queue, this.codec::read);
	}

	private <T> @Nullable T take(String queue, Decoding<T> decoding) {
		byte[] payload = call(() -> this.store.pop(queue));
		if (payload == null) {
			return null;
		}
		try {
			return decoding.decode(payload);
		}
		catch (DecodeException ex) {
			run(() -> this.store.pushFront(queue, payload));
			throw ex;
		}
	}

	long remove(String queue, Predicate<Job> wanted) {
		return call(() -> new QueueSearch(this.store, this.codec).remove(queue, wanted));
	}

	long size(String queue) {
		return call(() -> this.store.size(queue));
	}

	List<@Nullable Object> peek(String queue, long start, long count) {
		List<@Nullable Object> items = new ArrayList<>();
		for (byte[] payload : call(() -> this.store.range(queue, start, count))) {
			items.add(decodedOrText(payload));
		}
		return items;
	}

	private @Nullable Object decodedOrText(byte[] payload) {
		try {
			return this.codec.read(payload);
		}
		catch (DecodeException ex) {
			return new String(payload, StandardCharsets.UTF_8);
		}
	}

	List<String> names() {
		return List.copyOf(call(this.store::names));
	}

	Map<String, Long> sizes() {
		return call(this.store::sizes);
	}

	Map<String, QueueSample> samples(long most) {
		Map<String, QueueSample> samples = new TreeMap<>();
		sizes().forEach((queue, size) -> samples.put(queue,
				new QueueSample(size, (size > 0) ? peek(queue, 0, most) : List.of())));
		return samples;
	}

	void watch(String queue) {
		run(() -> this.store.watch(queue));
	}

	long removeQueue(String queue) {
		return call(() -> this.store.removeQueue(queue));
	}

	private static void run(Runnable call) {
		call(() -> {
			call.run();
			return true;
		});
	}

	private static <T extends @Nullable Object> T call(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (RedisCallException ex) {
			throw new ResqueException(String.valueOf(ex.getMessage()), ex);
		}
	}

	@FunctionalInterface
	private interface Decoding<T> {

		@Nullable T decode(byte[] payload);

	}

}
