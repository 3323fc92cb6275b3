package io.resque.process;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.resque.worker.loop.Waiter;

/**
 * Notices in a worker process that its supervisor is gone. By looking at the parent of
 * this process, which changes even when nobody collects the dead supervisor.
 */
public final class SupervisorWatch {

	/** Environment variable with the process id of the supervisor. */
	public static final String VARIABLE = "RESQUE_SUPERVISOR";

	private static final Duration LOOK = Duration.ofSeconds(1);

	private final long supervisor;

	private SupervisorWatch(long supervisor) {
		this.supervisor = supervisor;
	}

	/**
	 * The watch that this process needs.
	 * @param environment the environment of this process
	 * @return the watch; null when it has no supervisor, or has the variable only because
	 * a worker started it and handed its environment on
	 */
	public static @Nullable SupervisorWatch of(Map<String, String> environment) {
		String pid = environment.get(VARIABLE);
		if (pid == null || !pid.matches("\\d{1,18}")) {
			return null;
		}
		SupervisorWatch watch = new SupervisorWatch(Long.parseLong(pid));
		return (watch.isParent() || !watch.isAlive()) ? watch : null;
	}

	/** Process id of the supervisor. */
	public long supervisor() {
		return this.supervisor;
	}

	/**
	 * Has something done, in a thread of its own, when the supervisor is gone.
	 * @param gone what to do
	 */
	public void start(Runnable gone) {
		Thread thread = new Thread(() -> {
			awaitItsEnd();
			gone.run();
		}, "resque supervisor watch");
		thread.setDaemon(true);
		thread.start();
	}

	private void awaitItsEnd() {
		Waiter waiter = new Waiter();
		while (isParent() && isAlive()) {
			try {
				waiter.await(LOOK);
			}
			catch (InterruptedException ex) {
				// Nobody ends the watch in this way; a stray interrupt must not.
			}
		}
	}

	private boolean isParent() {
		Optional<ProcessHandle> parent = ProcessHandle.current().parent();
		return parent.isPresent() && parent.get().pid() == this.supervisor;
	}

	private boolean isAlive() {
		return ProcessHandle.of(this.supervisor).map(ProcessHandle::isAlive).orElse(false);
	}

}
