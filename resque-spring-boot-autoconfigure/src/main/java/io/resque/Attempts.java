package io.resque;

import java.util.List;

/**
 * What is known of the earlier runs of a job. Whoever counts them puts it into the
 * {@link RunNotes notes} of the run.
 */
public interface Attempts {

	/** Number of this run, 1 for the first. */
	int number();

	/** Earlier runs that failed, oldest first; the newest ones if there are many. */
	List<EarlierFailure> failures();

}
