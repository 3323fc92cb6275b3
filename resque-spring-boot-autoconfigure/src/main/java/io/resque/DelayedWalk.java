package io.resque;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.FoundDelayed.Match;
import io.resque.redis.DelayedItem;
import io.resque.redis.DelayedItems;
import io.resque.redis.DelayedStore;

/**
 * Looks through delayed jobs in their order, a bounded stretch at a time.
 */
final class DelayedWalk {

	/** So many jobs are looked at in one call; a little more, to the end of a batch. */
	private static final int STRETCH = 10_000;

	private static final long STRETCH_BYTES = 32L << 20;

	private final DelayedStore store;

	private final DelayedSearch search;

	private final DelayedPlaces places;

	DelayedWalk(DelayedStore store, DelayedSearch search, DelayedPlaces places) {
		this.store = store;
		this.search = search;
		this.places = places;
	}

	/** What a filter means. */
	DelayedMatcher matcher(DelayedFilter filter, JobLookup jobs) {
		return (some) -> {
			BitSet meant = new BitSet(some.size());
			for (int i = 0; i < some.size(); i++) {
				meant.set(i, isMeant(filter, some.get(i).job(), jobs));
			}
			return meant;
		};
	}

	private boolean isMeant(DelayedFilter filter, Job job, JobLookup jobs) {
		return (filter.name() == null || has(job.name(), filter.name()))
				&& (filter.job() == null || jobs.isNamed(job, filter.job()))
				&& (filter.args() == null || SameMeaning.of(job.args(), filter.args())) && (filter.text() == null
						|| has(job.queue(), filter.text()) || has(this.search.argsText(job), filter.text()));
	}

	private static boolean has(String found, String wanted) {
		return found.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
	}

	FoundDelayed search(DelayedMatcher matcher, @Nullable DelayedCursor from, int limit) {
		Stretch stretch = new Stretch(from, limit);
		DelayedItems items = (from != null) ? read(from.second(), from.index()) : DelayedJobs.call(this.store::first);
		while (stretch.take(items, matcher) && items.more()) {
			items = read(items.cursor(), items.cursorIndex());
		}
		return stretch.result();
	}

	private DelayedItems read(String second, long index) {
		return DelayedJobs.call(() -> this.store.from(second, index));
	}

	/** What is looked at in one call. */
	private final class Stretch {

		private final long before;

		private final int limit;

		private final Map<DelayedCursor, DelayedItem> found = new LinkedHashMap<>();

		private String second;

		private long index;

		private long searched;

		private long bytes;

		private @Nullable DelayedCursor next;

		Stretch(@Nullable DelayedCursor from, int limit) {
			this.before = (from != null) ? from.searched() : 0;
			this.second = (from != null) ? from.second() : "";
			this.index = (from != null) ? from.index() : 0;
			this.limit = limit;
		}

		/** Whether there is room for more. */
		boolean take(DelayedItems items, DelayedMatcher matcher) {
			BitSet meant = matcher.match(items.items().stream().map(this::job).toList());
			for (int i = 0; i < items.items().size(); i++) {
				DelayedItem item = items.items().get(i);
				this.index = item.second().equals(this.second) ? this.index : 0;
				this.second = item.second();
				if (meant.get(i) && this.found.size() >= this.limit) {
					this.next = here();
					return false;
				}
				if (meant.get(i)) {
					this.found.put(here(), item);
				}
				this.index++;
				this.searched++;
				this.bytes += item.bytes().length;
			}
			this.next = items.more()
					? new DelayedCursor(items.cursor(), items.cursorIndex(), this.before + this.searched) : null;
			return this.searched < STRETCH && this.bytes < STRETCH_BYTES;
		}

		private DelayedCursor here() {
			return new DelayedCursor(this.second, this.index, this.before + this.searched);
		}

		private DelayedJob job(DelayedItem item) {
			return new DelayedJob(DelayedSearch.at(item.second()), DelayedWalk.this.search.jobOrText(item.bytes()));
		}

		FoundDelayed result() {
			List<Match> matches = new ArrayList<>();
			this.found.forEach((place, item) -> {
				Instant at = DelayedSearch.at(item.second());
				long equal = DelayedWalk.this.places.equal(at.getEpochSecond(), List.of(item.bytes())).get(0);
				matches
					.add(new Match(DelayedWalk.this.search.entry(at, place.index(), item.bytes(), equal), job(item)));
			});
			return new FoundDelayed(matches, this.before + this.searched,
					(this.searched > 0) ? DelayedSearch.at(this.second) : null, this.next);
		}

	}

}
