package io.resque.worker.loop;

/**
 * Does something to its end although the calling thread may be interrupted: in a thread
 * of its own, because Redis clients answer nothing in an interrupted one.
 */
public final class Uninterrupted {

	private Uninterrupted() {
	}

	/**
	 * Runs a task and waits until it has ended.
	 * @param name name of its thread
	 * @param task the task
	 */
	public static void run(String name, Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, name);
		thread.start();
		boolean interrupted = false;
		while (thread.isAlive()) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** What is done to its end. */
	@FunctionalInterface
	public interface Task {

		/** Does it. */
		void run() throws InterruptedException;

	}

}
