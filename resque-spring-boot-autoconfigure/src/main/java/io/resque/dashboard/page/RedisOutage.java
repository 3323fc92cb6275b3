package io.resque.dashboard.page;

/**
 * What went wrong with a call to Redis.
 */
public enum RedisOutage {

	/** Redis was not reached. */
	UNREACHABLE,

	/** The answer was lost; what was asked for may have been done. */
	UNKNOWN,

	/** Redis answered an error. */
	REFUSED

}
