package io.resque.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.process.SupervisorWatch;

/**
 * A worker process that does not outlive its supervisor: it stops in order, as when it is
 * told to.
 */
class SupervisedWorker {

	/** Exit code of a process whose supervisor is gone. */
	private static final int ORPHAN = 75;

	SupervisedWorker(@Nullable SupervisorWatch watch, ResqueEvents events) {
		if (watch != null) {
			watch.start(() -> {
				events.announce(new WorkerEvent.SupervisorLost(watch.supervisor()));
				System.exit(ORPHAN);
			});
		}
	}

}
