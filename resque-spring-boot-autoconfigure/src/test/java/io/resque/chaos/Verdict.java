package io.resque.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an audit has found.
 *
 * @param jobs what became of the jobs
 * @param doubles jobs that were started more than once
 * @param late results that came after their lease was lost
 * @param unprovoked leases lost by processes that nobody killed or froze
 * @param blind how long the witness could not look at the leases
 * @param recovery longest time from a {@code kill -9} until nothing was left in flight
 * @param delay longest time from the answer to a producer to the start of the job
 * @param problems broken promises
 */
record Verdict(Jobs jobs, Doubles doubles, int late, int unprovoked, Duration blind, Duration recovery, Duration delay,
		List<String> problems) {

	/**
	 * Numbers of jobs.
	 *
	 * @param accepted Redis has taken them
	 * @param refused Redis has not taken them
	 * @param unknown the answer of Redis was lost
	 * @param taken of these, those that Redis had taken
	 * @param ended they ended
	 * @param lost taken, and neither ended nor in the failed list
	 */
	record Jobs(int accepted, int refused, int unknown, int taken, int ended, int lost) {

	}

	/**
	 * Jobs that were started more than once.
	 *
	 * @param all how many
	 * @param unexplained of these, those whose owner still had its lease
	 * @param explanations what became of the owners of the others
	 */
	record Doubles(int all, int unexplained, Map<String, Integer> explanations) {

	}

}
