package io.resque;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.resque.DelayedDispatch.Dispatched;
import io.resque.redis.DelayedCounts;
import io.resque.redis.DelayedItem;
import io.resque.redis.DelayedStore;
import io.resque.redis.FailedEntry;

/**
 * Single delayed jobs, each named by the place where it was seen.
 */
final class DelayedPlaces {

	private final Enqueuer enqueuer;

	private final DelayedStore store;

	private final DelayedCounts counts;

	private final DelayedSearch search;

	private final DelayedDispatch dispatch;

	DelayedPlaces(Enqueuer enqueuer, DelayedStore store, DelayedCounts counts, DelayedSearch search,
			DelayedDispatch dispatch) {
		this.enqueuer = enqueuer;
		this.store = store;
		this.counts = counts;
		this.search = search;
		this.dispatch = dispatch;
	}

	List<DelayedEntry> entries(Instant at, long start, long count) {
		long second = at.getEpochSecond();
		List<byte[]> items = DelayedJobs.call(() -> this.store.range(second, start, count));
		List<Long> equal = equal(second, items);
		List<DelayedEntry> entries = new ArrayList<>();
		for (int i = 0; i < items.size(); i++) {
			DelayedEntry entry = this.search.entry(at, start + i, items.get(i), equal.get(i));
			entries.add(entry);
		}
		return entries;
	}

	/** At least 1: what has gone meanwhile is found to be gone later. */
	List<Long> equal(long second, List<byte[]> items) {
		Map<ByteBuffer, Long> counts = new LinkedHashMap<>();
		items.forEach((item) -> counts.put(ByteBuffer.wrap(item), 0L));
		List<Long> counted = DelayedJobs
			.call(() -> this.counts.countEqual(second, counts.keySet().stream().map(ByteBuffer::array).toList()));
		int position = 0;
		for (Map.Entry<ByteBuffer, Long> count : counts.entrySet()) {
			count.setValue(Math.max(1, counted.get(position++)));
		}
		return items.stream().map((item) -> counts.getOrDefault(ByteBuffer.wrap(item), 1L)).toList();
	}

	Optional<DelayedJob> find(DelayedPlace place) {
		DelayedItem item = item(place);
		return Optional
			.ofNullable((item != null) ? new DelayedJob(place.at(), this.search.jobOrText(item.bytes())) : null);
	}

	boolean remove(DelayedPlace place) {
		DelayedItem item = item(place);
		return item != null && DelayedJobs.call(() -> this.store.removeOne(item, place.equal()));
	}

	DelayedOutcome enqueueNow(DelayedPlace place) {
		DelayedItem item = item(place);
		if (item == null) {
			return DelayedOutcome.GONE;
		}
		if (this.search.queue(item.bytes()).isEmpty()) {
			return DelayedOutcome.NO_QUEUE;
		}
		Dispatched dispatched = DelayedJobs.call(() -> this.dispatch.dispatchOne(item, place.equal(), Instant.now(),
				(bytes, problem) -> FailedEntry.ofAll(bytes)));
		if (dispatched.enqueued() == 1) {
			// Whatever a hook threw after that.
			return DelayedOutcome.ENQUEUED;
		}
		complain(dispatched);
		return dispatched.problems().isEmpty() ? DelayedOutcome.GONE : DelayedOutcome.GIVEN_UP;
	}

	/** Null when it is gone. No hook is to run for one of its equals. */
	private @Nullable DelayedItem item(DelayedPlace place) {
		long second = place.at().getEpochSecond();
		DelayedItem item = this.enqueuer.isInline() ? null
				: DelayedJobs.call(() -> this.store.find(second, place.index(), place.id()));
		return (item == null || (place.equal() > 1 && equal(second, List.of(item.bytes())).get(0) < place.equal()))
				? null : item;
	}

	/**
	 * Tells of what went wrong.
	 * @throws ResqueException when something did, and it was not just a hook that said no
	 */
	static void complain(Dispatched dispatched) {
		dispatched.problems().stream().filter((problem) -> !problem.refused()).forEach(DelayedPlaces::complain);
	}

	private static void complain(DelayedDispatch.Problem problem) {
		Job job = problem.job();
		String name = (job != null) ? job.name() + " of queue '" + job.queue() + "'" : "an item";
		throw new ResqueException("Not all delayed jobs were enqueued: " + name + ": " + problem.reason(),
				problem.cause());
	}

}
