package io.resque;

/**
 * Two beans claim the same job name.
 */
public class DuplicateJobException extends ResqueException {

	private final String name;

	public DuplicateJobException(String name, Class<?> first, Class<?> second) {
		super("The job name '" + name + "' is claimed by both " + first.getName() + " and " + second.getName());
		this.name = name;
	}

	/** The name that both claim. */
	public String getName() {
		return this.name;
	}

}
