package io.resque.worker.loop;

import java.time.Duration;

/**
 * What one turn of a loop came to.
 *
 * @param pause how long to wait before the next turn
 * @param askedRedis whether Redis was asked, and so is known to work
 */
public record Turn(Duration pause, boolean askedRedis) {

	/** Redis was asked and answered. */
	public static Turn answered(Duration pause) {
		return new Turn(pause, true);
	}

	/** There was nothing to ask Redis. */
	public static Turn silent(Duration pause) {
		return new Turn(pause, false);
	}

}
