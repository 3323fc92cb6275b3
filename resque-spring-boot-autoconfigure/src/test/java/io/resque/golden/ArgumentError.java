package io.resque.golden;

/**
 * Named as Ruby's, thrown by an application.
 */
class ArgumentError extends RuntimeException {

	ArgumentError(String message) {
		super(message);
		setStackTrace(
				new StackTraceElement[] { new StackTraceElement("org.example.Boom", "perform", "Boom.java", 16) });
	}

}
