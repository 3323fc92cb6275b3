package io.resque.retry;

import java.time.Duration;
import java.util.List;

/**
 * How long to wait before each retry.
 *
 * @param delays the delays, one for each retry; the last one for all that follow
 * @param multiplier what the last one is multiplied with for each that follows
 * @param longest the longest delay, jitter aside
 * @param jitter by which part a delay is changed at random, 0 to 1
 */
record Backoff(List<Duration> delays, double multiplier, Duration longest, double jitter) {

	/**
	 * The delay before a retry.
	 * @param retry number of the retry, 0 for the first
	 * @param random between 0 and 1
	 * @return the delay
	 */
	Duration delay(int retry, double random) {
		if (this.delays.isEmpty()) {
			return Duration.ZERO;
		}
		int last = this.delays.size() - 1;
		double millis = this.delays.get(Math.min(retry, last)).toMillis()
				* Math.pow(this.multiplier, Math.max(0, retry - last));
		double shortened = Math.min(millis, this.longest.toMillis());
		return Duration.ofMillis(Math.round(shortened * (1 + this.jitter * (2 * random - 1))));
	}

}
