package io.resque.observation;

/**
 * What has become of the run of a job.
 */
public enum PerformOutcome {

	/** It was performed. */
	PERFORMED,

	/** It failed. */
	FAILED,

	/** A hook left it unperformed. */
	SKIPPED,

	/** It runs again, whether it failed or asked for it. */
	AGAIN,

	/** Its worker stops, and it goes back to its queue. */
	UNFINISHED

}
