package io.resque;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.resque.json.PayloadText;
import io.resque.redis.DelayedItem;
import io.resque.redis.DelayedItems;
import io.resque.redis.DelayedStore;
import io.resque.redis.Sha1;

/**
 * Reads delayed items as jobs, and finds those that match.
 */
final class DelayedSearch {

	private final DelayedStore store;

	private final JobRegistry registry;

	private final JobCodec codec;

	DelayedSearch(DelayedStore store, JobRegistry registry, JobCodec codec) {
		this.store = store;
		this.registry = registry;
		this.codec = codec;
	}

	/** All that match, in the order of their seconds. What is no job matches nothing. */
	List<Found> find(Predicate<DelayedJob> wanted) {
		List<Found> found = new ArrayList<>();
		DelayedItems items = this.store.first();
		while (true) {
			for (DelayedItem item : items.items()) {
				DelayedJob job = read(item);
				if (job != null && wanted.test(job)) {
					found.add(new Found(item, job));
				}
			}
			if (!items.more()) {
				return found;
			}
			items = this.store.after(items);
		}
	}

	private @Nullable DelayedJob read(DelayedItem item) {
		try {
			return new DelayedJob(at(item.second()), job(item.bytes()));
		}
		catch (DecodeException ex) {
			return null;
		}
	}

	static Instant at(String second) {
		long seconds = (long) Double.parseDouble(second);
		return Instant
			.ofEpochSecond(Math.max(Instant.MIN.getEpochSecond(), Math.min(seconds, Instant.MAX.getEpochSecond())));
	}

	/**
	 * The job of an item. An item without queue, which Ruby never writes by itself,
	 * belongs to the queue of its class.
	 * @throws DecodeException when it is no job
	 */
	Job job(byte[] item) {
		Job job = this.codec.decodeDelayed(item);
		if (!job.queue().isEmpty()) {
			return job;
		}
		String queue = this.registry.find(job.name()).map(JobDefinition::queue).orElse("");
		return new Job(queue, job.name(), job.args());
	}

	/** A job for people to look at. */
	DelayedEntry entry(Instant at, long index, byte[] item, long equal) {
		PayloadText text = PayloadText.of(item, this.codec.json());
		return new DelayedEntry(new DelayedPlace(at, index, Sha1.hex(item), equal), queue(item), text.name(),
				text.args());
	}

	/** Args as text for people. */
	String argsText(Job job) {
		return PayloadText.args(job.name(), job.args(), this.codec.json());
	}

	/** A job; one that is called undecodable, with its text, when it is none. */
	Job jobOrText(byte[] item) {
		try {
			return job(item);
		}
		catch (DecodeException ex) {
			return new Job("", PayloadText.UNDECODABLE, List.of(new String(item, StandardCharsets.UTF_8)));
		}
	}

	/** The queue of an item; empty when it is no job, or no queue is known for it. */
	String queue(byte[] item) {
		try {
			return job(item).queue();
		}
		catch (DecodeException ex) {
			return "";
		}
	}

	/**
	 * What was found.
	 *
	 * @param item the item
	 * @param job what it is
	 */
	record Found(DelayedItem item, DelayedJob job) {
	}

}
