package io.resque;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.DelayedDispatch.Dispatched;
import io.resque.DelayedSearch.Found;
import io.resque.json.PayloadText;
import io.resque.redis.DelayedItem;
import io.resque.redis.DelayedMove;
import io.resque.redis.DelayedStore;
import io.resque.redis.DelayedStore.Moved;
import io.resque.redis.FailedEntry;
import io.resque.redis.RedisCallException;

/**
 * The delayed jobs in Redis.
 */
final class DelayedJobs implements DelayedOperations {

	private static final int SECONDS = 10_000;

	private final Enqueuer enqueuer;

	private final JobLookup jobs;

	private final DelayedStore store;

	private final DelayedSearch search;

	private final DelayedDispatch dispatch;

	DelayedJobs(Enqueuer enqueuer, JobLookup jobs, DelayedStore store, DelayedSearch search, DelayedDispatch dispatch) {
		this.enqueuer = enqueuer;
		this.jobs = jobs;
		this.store = store;
		this.search = search;
		this.dispatch = dispatch;
	}

	@Override
	public int delayOrEnqueue(Due due, Class<?> job, @Nullable Object... args) {
		Job wanted = job(job, args);
		List<DelayedItem> present = matching(onItsQueue(wanted)).stream().map(Found::item).toList();
		if (present.isEmpty()) {
			return this.enqueuer.delay(wanted, due) ? 1 : 0;
		}
		if (!this.enqueuer.mayDelay(wanted, due)) {
			return 0;
		}
		return due.hasCome() ? (int) enqueueNow(present) : move(present, due);
	}

	private int move(List<DelayedItem> items, Due due) {
		int moved = 0;
		for (int from = 0; from < items.size(); from += DelayedStore.BATCH) {
			List<DelayedMove> moves = items.subList(from, Math.min(from + DelayedStore.BATCH, items.size()))
				.stream()
				.map((item) -> DelayedMove.later(item, due.second()))
				.toList();
			List<Moved> answer = call(() -> this.store.move(moves, null));
			moved += (answer != null) ? Collections.frequency(answer, Moved.DONE) : 0;
		}
		return moved;
	}

	@Override
	public long remove(Class<?> job, @Nullable Object... args) {
		return remove(equalTo(job(job, args)), false);
	}

	@Override
	public long removeFrom(String queue, String name, @Nullable Object... args) {
		return remove(onItsQueue(new Job(queue, name, JobLookup.list(args))), false);
	}

	@Override
	public long removeExactly(String queue, String name, @Nullable Object... args) {
		byte[] item = this.jobs.item(new Job(queue, name, JobLookup.list(args)), Map.of());
		return this.enqueuer.isInline() ? 0 : call(() -> this.store.remove(this.store.find(item), false));
	}

	@Override
	public long removeAt(Instant at, Class<?> job, @Nullable Object... args) {
		return remove(equalTo(job(job, args)).and((delayed) -> delayed.at().getEpochSecond() == at.getEpochSecond()),
				true);
	}

	@Override
	public long removeIf(Predicate<DelayedJob> wanted) {
		return remove(wanted, true);
	}

	@Override
	public boolean remove(DelayedPlace place) {
		DelayedItem item = find(place);
		return item != null && call(() -> this.store.removeOne(item));
	}

	private @Nullable DelayedItem find(DelayedPlace place) {
		return this.enqueuer.isInline() ? null
				: call(() -> this.store.find(place.at().getEpochSecond(), place.index(), place.id()));
	}

	private long remove(Predicate<DelayedJob> wanted, boolean cleanUp) {
		Set<DelayedItem> items = new LinkedHashSet<>();
		matching(wanted).forEach((found) -> items.add(found.item()));
		return call(() -> this.store.remove(items, cleanUp));
	}

	@Override
	public long enqueueNow(Class<?> job, @Nullable Object... args) {
		return enqueueNowIf(equalTo(job(job, args)));
	}

	@Override
	public long enqueueNowIf(Predicate<DelayedJob> wanted) {
		return enqueueNow(
				matching(wanted.and((delayed) -> !delayed.job().queue().isEmpty())).stream().map(Found::item).toList());
	}

	private long enqueueNow(List<DelayedItem> items) {
		long enqueued = 0;
		int from = 0;
		while (from < items.size()) {
			List<DelayedItem> batch = items.subList(from, Math.min(from + DelayedStore.BATCH, items.size()));
			Dispatched dispatched = dispatch(batch);
			enqueued += dispatched.enqueued();
			from += dispatched.handled();
		}
		return enqueued;
	}

	@Override
	public DelayedOutcome enqueueNow(DelayedPlace place) {
		DelayedItem item = find(place);
		if (item == null) {
			return DelayedOutcome.GONE;
		}
		if (this.search.queue(item.bytes()).isEmpty()) {
			return DelayedOutcome.NO_QUEUE;
		}
		Dispatched dispatched = dispatched(List.of(item));
		if (dispatched.enqueued() == 1) {
			// Whatever a hook threw after that.
			return DelayedOutcome.ENQUEUED;
		}
		complain(dispatched);
		return dispatched.problems().isEmpty() ? DelayedOutcome.GONE : DelayedOutcome.GIVEN_UP;
	}

	private Dispatched dispatch(List<DelayedItem> batch) {
		Dispatched dispatched = dispatched(batch);
		complain(dispatched);
		return dispatched;
	}

	private Dispatched dispatched(List<DelayedItem> batch) {
		Dispatched dispatched = call(
				() -> this.dispatch.dispatch(batch, Instant.now(), null, (item, problem) -> FailedEntry.ofAll(item)));
		if (dispatched == null) {
			throw new IllegalStateException("Without a term there is none to lose");
		}
		return dispatched;
	}

	private static void complain(Dispatched dispatched) {
		dispatched.problems().stream().filter((problem) -> !problem.refused()).forEach(DelayedJobs::complain);
	}

	private static void complain(DelayedDispatch.Problem problem) {
		throw new ResqueException("Not all delayed jobs were enqueued: " + problem.job() + ": " + problem.reason(),
				problem.cause());
	}

	@Override
	public List<DelayedJob> find(Predicate<DelayedJob> wanted) {
		return call(() -> this.search.find(wanted)).stream().map(Found::job).toList();
	}

	@Override
	public List<Instant> scheduledAt(Class<?> job, @Nullable Object... args) {
		return find(equalTo(job(job, args))).stream().map(DelayedJob::at).toList();
	}

	@Override
	public boolean isDelayed(Class<?> job, @Nullable Object... args) {
		return !scheduledAt(job, args).isEmpty();
	}

	private List<Found> matching(Predicate<DelayedJob> wanted) {
		return this.enqueuer.isInline() ? List.of() : call(() -> this.search.find(wanted));
	}

	private Job job(Class<?> type, @Nullable Object @Nullable [] args) {
		return JobLookup.job(this.jobs.definition(type), args);
	}

	/** On whatever queue. */
	private Predicate<DelayedJob> equalTo(Job wanted) {
		List<@Nullable Object> args = this.jobs.throughJson(wanted);
		return (delayed) -> this.jobs.isEqual(delayed.job(), wanted, args);
	}

	private Predicate<DelayedJob> onItsQueue(Job wanted) {
		return equalTo(wanted).and((delayed) -> delayed.job().queue().equals(wanted.queue()));
	}

	@Override
	public Map<Instant, Long> seconds(long start, long count) {
		Map<Instant, Long> seconds = new LinkedHashMap<>();
		call(() -> this.store.sizes(start, count))
			.forEach((second, size) -> seconds.put(DelayedSearch.at(Long.toString(second)), size));
		return seconds;
	}

	@Override
	public long countSeconds() {
		return call(this.store::countSeconds);
	}

	@Override
	public List<DelayedJob> peek(Instant at, long start, long count) {
		return call(() -> this.store.range(at.getEpochSecond(), start, count)).stream()
			.map((item) -> new DelayedJob(at, jobOrText(item)))
			.toList();
	}

	private Job jobOrText(byte[] item) {
		try {
			return this.search.job(item);
		}
		catch (DecodeException ex) {
			return new Job("", PayloadText.UNDECODABLE, List.of(new String(item, StandardCharsets.UTF_8)));
		}
	}

	@Override
	public List<DelayedEntry> entries(Instant at, long start, long count) {
		List<DelayedEntry> entries = new ArrayList<>();
		for (byte[] item : call(() -> this.store.range(at.getEpochSecond(), start, count))) {
			entries.add(this.search.entry(at, start + entries.size(), item));
		}
		return entries;
	}

	@Override
	public long count() {
		long count = 0;
		long seconds = countSeconds();
		for (long start = 0; start < seconds; start += SECONDS) {
			count += seconds(start, SECONDS).values().stream().mapToLong((size) -> Math.max(0, size)).sum();
		}
		return count;
	}

	@Override
	public long count(Instant at) {
		return call(() -> this.store.size(at.getEpochSecond()));
	}

	@Override
	public Optional<Instant> next() {
		return seconds(0, 1).keySet().stream().findFirst();
	}

	@Override
	public long reset() {
		return this.enqueuer.isInline() ? 0 : call(() -> {
			long removed = 0;
			for (var items = this.store.first(); !items.items().isEmpty(); items = this.store.first()) {
				removed += this.store.removeFirst(items);
			}
			return removed;
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

}
