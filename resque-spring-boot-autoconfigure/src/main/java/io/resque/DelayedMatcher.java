package io.resque;

import java.util.BitSet;
import java.util.List;

/**
 * Tells which delayed jobs are meant, of many at once.
 */
@FunctionalInterface
public interface DelayedMatcher {

	/**
	 * Which of some jobs are meant.
	 * @param jobs the jobs, the next one first; what is no job stands there as one that
	 * is called undecodable
	 * @return the positions of those that are meant
	 */
	BitSet match(List<DelayedJob> jobs);

}
