package io.resque.sample;

/**
 * A value that cannot be used; the message names it and says what is allowed.
 */
public class InvalidFieldException extends IllegalArgumentException {

	private final String field;

	public InvalidFieldException(String field, String allowed) {
		super("'" + field + "' must be " + allowed);
		this.field = field;
	}

	/** Name of the field or argument. */
	public String getField() {
		return this.field;
	}

}
