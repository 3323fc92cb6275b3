package io.resque.canary;

import java.time.Duration;

import io.resque.failure.FailureFilter;

/**
 * How to retry many failed jobs with care.
 *
 * @param filter which failed jobs are meant
 * @param remove whether their entries are removed; otherwise they stay, marked as retried
 * @param first how many are retried first, the newest ones; 1 to 1,000
 * @param percent how many of 100 have to pass, of the first ones and later of all
 * @param perSecond how many follow in a second, 1 to 1,000
 * @param patience how long to wait for news of jobs that were retried
 */
public record CanaryPlan(FailureFilter filter, boolean remove, int first, int percent, int perSecond,
		Duration patience) {

	/** Most jobs first, and most jobs in a second. */
	public static final int MOST = 1000;

	private static final Duration LONGEST = Duration.ofDays(7);

	public CanaryPlan {
		within("first", first, MOST);
		within("percent", percent, 100);
		within("perSecond", perSecond, MOST);
		if (patience.toSeconds() < 1 || patience.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'patience' must be between a second and " + LONGEST.toDays() + " days, not " + patience);
		}
	}

	/**
	 * 10 first, 10 in a second if 95 of 100 pass, with a patience of 10 minutes; entries
	 * stay.
	 */
	public static CanaryPlan of(FailureFilter filter) {
		return new CanaryPlan(filter, false, 10, 95, 10, Duration.ofMinutes(10));
	}

	/** The same, but the entries of retried jobs are removed, or are not. */
	public CanaryPlan withRemove(boolean remove) {
		return new CanaryPlan(this.filter, remove, this.first, this.percent, this.perSecond, this.patience);
	}

	/** The same with so many first. */
	public CanaryPlan withFirst(int first) {
		return new CanaryPlan(this.filter, this.remove, first, this.percent, this.perSecond, this.patience);
	}

	/** The same if so many of 100 pass. */
	public CanaryPlan withPercent(int percent) {
		return new CanaryPlan(this.filter, this.remove, this.first, percent, this.perSecond, this.patience);
	}

	/** The same with so many in a second. */
	public CanaryPlan withPerSecond(int perSecond) {
		return new CanaryPlan(this.filter, this.remove, this.first, this.percent, perSecond, this.patience);
	}

	/** The same with another patience. */
	public CanaryPlan withPatience(Duration patience) {
		return new CanaryPlan(this.filter, this.remove, this.first, this.percent, this.perSecond, patience);
	}

	/** Whether so many that did not pass are too many, even if all others pass. */
	boolean isFailed(long failed, long all) {
		return failed * 100 > all * (100 - this.percent);
	}

	private static void within(String name, int value, int most) {
		if (value < 1 || value > most) {
			throw new IllegalArgumentException("'" + name + "' must be between 1 and " + most + ", not " + value);
		}
	}

}
