package io.resque.worker.fork;

import java.util.List;

/**
 * A child process could not be started.
 */
final class ChildStartException extends Exception {

	ChildStartException(String message, List<String> lastLines) {
		super(lastLines.isEmpty() ? message : message + ". Its last lines:\n    " + String.join("\n    ", lastLines));
	}

}
