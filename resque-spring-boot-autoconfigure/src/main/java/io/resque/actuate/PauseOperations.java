package io.resque.actuate;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import io.resque.InvalidNameException;
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
		return new Pauses(this.control.isPaused(), this.control.pausedQueues(), this.control.pausedJobs());
	}

	Pauses pause(String part, @Nullable String queue, @Nullable String job) {
		check(part, queue, job);
		if (queue != null) {
			named(queue, this.control::pauseQueue);
		}
		else if (job != null) {
			named(job, this.control::pauseJob);
		}
		else {
			this.control.pause();
		}
		return present();
	}

	Pauses resume(String part, @Nullable String queue, @Nullable String job) {
		check(part, queue, job);
		if (queue != null) {
			named(queue, this.control::resumeQueue);
		}
		else if (job != null) {
			named(job, this.control::resumeJob);
		}
		else {
			this.control.resume();
		}
		return present();
	}

	private static void check(String part, @Nullable String queue, @Nullable String job) {
		if (!part.equals("pauses")) {
			throw refused("Only 'pauses' can be changed, not '" + part + "'");
		}
		if (queue != null && job != null) {
			throw refused("Name a queue or a job, not both");
		}
	}

	private static void named(String name, Consumer<String> change) {
		try {
			change.accept(name);
		}
		catch (InvalidNameException ex) {
			throw refused(String.valueOf(ex.getMessage()));
		}
	}

	private static InvalidEndpointRequestException refused(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

}
