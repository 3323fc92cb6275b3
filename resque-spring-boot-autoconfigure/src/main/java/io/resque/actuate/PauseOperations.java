package io.resque.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import io.resque.InvalidNameException;
import io.resque.Names;
import io.resque.inspect.WorkerControl;

/**
 * What the endpoint changes about pauses.
 */
final class PauseOperations {

	private final WorkerControl control;

	PauseOperations(WorkerControl control) {
		this.control = control;
	}

	Pauses present() {
		return new Pauses(this.control.isPaused(), this.control.pausedQueues());
	}

	Pauses pause(String part, @Nullable String queue) {
		checkPart(part);
		if (queue == null) {
			this.control.pause();
		}
		else {
			this.control.pauseQueue(checked(queue));
		}
		return present();
	}

	Pauses resume(String part, @Nullable String queue) {
		checkPart(part);
		if (queue == null) {
			this.control.resume();
		}
		else {
			this.control.resumeQueue(checked(queue));
		}
		return present();
	}

	private static void checkPart(String part) {
		if (!part.equals("pauses")) {
			throw refused("Only 'pauses' can be changed, not '" + part + "'");
		}
	}

	private static String checked(String queue) {
		try {
			return Names.queue(queue);
		}
		catch (InvalidNameException ex) {
			throw refused(String.valueOf(ex.getMessage()));
		}
	}

	private static InvalidEndpointRequestException refused(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

}
