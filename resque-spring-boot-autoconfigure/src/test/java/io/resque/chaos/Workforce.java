package io.resque.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.resque.chaos.LogLine.What;
import io.resque.testsupport.WorkerJvm;

/**
 * The worker processes of a run by their numbers, and what is done to them.
 */
final class Workforce implements AutoCloseable {

	private static final int SECONDS_TO_STOP = 30;

	private final WorkerJvm[] workers;

	private final boolean[] killed;

	private final String url;

	private final Path directory;

	private final Duration lease;

	private final RunLog log;

	private int born;

	Workforce(int size, String url, Path directory, Duration lease, RunLog log) {
		this.workers = new WorkerJvm[size];
		this.killed = new boolean[size];
		this.url = url;
		this.directory = directory;
		this.lease = lease;
		this.log = log;
		for (int number = 0; number < size; number++) {
			start(number);
		}
	}

	synchronized void start(int number) {
		Path output = this.directory.resolve("worker-" + number + "-" + ++this.born + ".log");
		this.workers[number] = WorkerJvm.start(output, ChaosWorker.class, List.of("-XX:+UseSerialGC", "-Xmx256m"),
				this.url, this.directory.toString(), Long.toString(this.lease.toMillis()));
		this.killed[number] = false;
		note(What.BORN, number);
	}

	synchronized void kill(int number) {
		expectAlive(number);
		this.killed[number] = true;
		this.workers[number].kill();
		note(What.KILLED, number);
	}

	synchronized void pause(int number) {
		expectAlive(number);
		note(What.PAUSED, number);
		this.workers[number].signal("STOP");
	}

	/** The dead cannot be hit: a fault that hits nobody would count as one. */
	private void expectAlive(int number) {
		if (!this.workers[number].isAlive()) {
			throw new IllegalStateException("Worker " + number + " (process " + this.workers[number].pid()
					+ ") is dead already, see its output in " + this.directory);
		}
	}

	synchronized void resume(int number) {
		this.workers[number].signal("CONT");
		note(What.RESUMED, number);
	}

	/** How many processes there are. */
	synchronized long alive() {
		return Arrays.stream(this.workers).filter(WorkerJvm::isAlive).count();
	}

	/**
	 * Stops all in the normal way; false when one does not end. Notes who is dead
	 * already.
	 */
	synchronized boolean terminate() throws InterruptedException {
		boolean ended = true;
		for (int number = 0; number < this.workers.length; number++) {
			if (!this.killed[number] && !this.workers[number].isAlive()) {
				note(What.DIED, number);
			}
		}
		for (int number = 0; number < this.workers.length; number++) {
			note(What.TERMINATED, number);
			this.workers[number].terminate();
		}
		for (WorkerJvm worker : this.workers) {
			ended &= worker.awaitEnd(SECONDS_TO_STOP);
		}
		return ended;
	}

	/** Process id of a worker. */
	synchronized long pid(int number) {
		return this.workers[number].pid();
	}

	private void note(What what, int number) {
		this.log.note(what, Long.toString(this.workers[number].pid()));
	}

	@Override
	public synchronized void close() {
		for (WorkerJvm worker : this.workers) {
			worker.close();
		}
	}

}
