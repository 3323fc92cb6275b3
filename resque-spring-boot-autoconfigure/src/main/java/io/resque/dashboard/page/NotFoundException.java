package io.resque.dashboard.page;

/**
 * Something that is not there, or not any more.
 */
final class NotFoundException extends RuntimeException {

	private final String code;

	private final String name;

	NotFoundException(String code, String name) {
		super("Not found: " + name);
		this.code = code;
		this.name = name;
	}

	String code() {
		return this.code;
	}

	String name() {
		return this.name;
	}

}
