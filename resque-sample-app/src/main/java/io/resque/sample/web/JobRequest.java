package io.resque.sample.web;

import java.util.List;

/**
 * Somebody's wish to have a job performed. The fields are whatever came in; {@link #args}
 * checks them.
 */
public interface JobRequest {

	/** Class of the job. */
	Class<?> job();

	/**
	 * The arguments of the job.
	 * @return the arguments
	 * @throws io.resque.sample.InvalidFieldException when a field cannot be used
	 */
	List<Object> args();

}
