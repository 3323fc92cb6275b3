package io.resque.dashboard.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.failure.FailureFilter;

/**
 * When jobs failed, as an address says: by their age, or between two times. Ages become
 * times before something is done with the jobs, so that what was counted is what it is
 * done with.
 *
 * @param newer at most so old, as {@code 6h}; or null
 * @param older at least so old, or null
 * @param since then or later, or null
 * @param until then or earlier, or null
 */
record FailedPeriod(@Nullable String newer, @Nullable String older, @Nullable Instant since, @Nullable Instant until) {

	static FailedPeriod of(PageParameters parameters) {
		parameters.duration("newer");
		parameters.duration("older");
		return new FailedPeriod(parameters.filled("newer"), parameters.filled("older"), parameters.second("since"),
				parameters.second("until"));
	}

	boolean isFilter() {
		return this.newer != null || this.older != null || this.since != null || this.until != null;
	}

	/** As times. */
	FailedPeriod frozen(PageParameters parameters, Instant now) {
		Duration newer = parameters.duration("newer");
		Duration older = parameters.duration("older");
		return new FailedPeriod(null, null, (newer != null) ? before(now, newer) : this.since,
				(older != null) ? before(now, older) : this.until);
	}

	/** Nothing has failed before 1970. */
	private static Instant before(Instant now, Duration age) {
		Instant time = now.minus(age);
		return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
	}

	FailureFilter in(FailureFilter filter) {
		return filter.withNotBefore(this.since).withNotAfter(this.until);
	}

	void addTo(Map<String, String> parameters) {
		put(parameters, "newer", this.newer);
		put(parameters, "older", this.older);
		put(parameters, "since", (this.since != null) ? this.since.getEpochSecond() : null);
		put(parameters, "until", (this.until != null) ? this.until.getEpochSecond() : null);
	}

	private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
		if (value != null) {
			parameters.put(name, value.toString());
		}
	}

}
