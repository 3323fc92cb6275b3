package io.resque;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.DelayedDispatch.Dispatched;
import io.resque.DelayedSearch.Found;
import io.resque.redis.DelayedCounts;
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

	private static final int SECONDS = 4_000;

	private final Enqueuer enqueuer;

	private final JobLookup jobs;

	private final DelayedStore store;

	private final DelayedSearch search;

	private final DelayedDispatch dispatch;

	private final DelayedCounts counts;

	private final DelayedPlaces places;

	private final DelayedWalk walk;

	DelayedJobs(Enqueuer enqueuer, JobLookup jobs, DelayedStore store, DelayedCounts counts, DelayedSearch search,
			DelayedDispatch dispatch) {
		this.enqueuer = enqueuer;
		this.jobs = jobs;
		this.store = store;
		this.search = search;
		this.dispatch = dispatch;
		this.counts = counts;
		this.places = new DelayedPlaces(enqueuer, store, counts, search, dispatch);
		this.walk = new DelayedWalk(store, search, this.places);
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
		return this.places.remove(place);
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
		return this.places.enqueueNow(place);
	}

	@Override
	public Optional<DelayedJob> find(DelayedPlace place) {
		return this.places.find(place);
	}

	private Dispatched dispatch(List<DelayedItem> batch) {
		Dispatched dispatched = call(
				() -> this.dispatch.dispatch(batch, Instant.now(), null, (item, problem) -> FailedEntry.ofAll(item)));
		if (dispatched == null) {
			throw new IllegalStateException("Without a term there is none to lose");
		}
		DelayedPlaces.complain(dispatched);
		return dispatched;
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
		call(() -> this.counts.sizes(start, count))
			.forEach((second, size) -> seconds.put(DelayedSearch.at(Long.toString(second)), size));
		return seconds;
	}

	@Override
	public long countSeconds() {
		return call(this.counts::countSeconds);
	}

	@Override
	public List<DelayedJob> peek(Instant at, long start, long count) {
		return call(() -> this.store.range(at.getEpochSecond(), start, count)).stream()
			.map((item) -> new DelayedJob(at, this.search.jobOrText(item)))
			.toList();
	}

	@Override
	public List<DelayedEntry> entries(Instant at, long start, long count) {
		return this.places.entries(at, start, count);
	}

	@Override
	public FoundDelayed search(DelayedFilter filter, @Nullable DelayedCursor from, int limit) {
		return this.walk.search(this.walk.matcher(filter, this.jobs), from, limit);
	}

	@Override
	public FoundDelayed search(DelayedMatcher wanted, @Nullable DelayedCursor from, int limit) {
		return this.walk.search(wanted, from, limit);
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
		return call(() -> this.counts.size(at.getEpochSecond()));
	}

	@Override
	public long countSecondsBefore(Instant at) {
		return call(() -> this.counts.countSecondsBefore(at.getEpochSecond()));
	}

	@Override
	public Optional<Instant> next() {
		return seconds(0, 1).keySet().stream().findFirst();
	}

	@Override
	public long reset() {
		return reset(() -> true);
	}

	@Override
	public long reset(BooleanSupplier goOn) {
		return this.enqueuer.isInline() ? 0 : call(() -> {
			long removed = 0;
			for (var items = this.store.first(); !items.items().isEmpty(); items = this.store.first()) {
				removed += this.store.removeFirst(items);
				if (!goOn.getAsBoolean()) {
					break;
				}
			}
			return removed;
		});
	}

	static <T extends @Nullable Object> T call(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (RedisCallException ex) {
			throw new ResqueException(String.valueOf(ex.getMessage()), ex);
		}
	}

}
