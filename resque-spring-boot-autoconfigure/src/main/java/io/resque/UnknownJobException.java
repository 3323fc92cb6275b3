package io.resque;

/**
 * No registered job has this name, or this class is no job.
 */
public class UnknownJobException extends ResqueException {

	public UnknownJobException(String message) {
		super(message);
	}

	static UnknownJobException noJob(Class<?> type) {
		return new UnknownJobException(type.getName() + " is no job: no bean of it has @ResqueJob");
	}

}
