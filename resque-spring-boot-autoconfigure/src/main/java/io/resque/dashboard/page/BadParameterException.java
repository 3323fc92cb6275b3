package io.resque.dashboard.page;

/**
 * A request parameter that no link of ours would carry.
 */
final class BadParameterException extends RuntimeException {

	private final String parameter;

	BadParameterException(String parameter) {
		super("Bad request parameter '" + parameter + "'");
		this.parameter = parameter;
	}

	String parameter() {
		return this.parameter;
	}

}
