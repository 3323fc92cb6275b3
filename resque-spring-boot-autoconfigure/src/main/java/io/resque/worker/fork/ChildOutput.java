package io.resque.worker.fork;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;

/**
 * What a child prints: announced line by line, and the last lines kept for whoever asks
 * what went wrong.
 */
final class ChildOutput {

	private static final int KEPT = 20;

	/** A line has an end, also where a child prints none. */
	private static final int LONGEST = 4000;

	private final long pid;

	private final ResqueEvents events;

	private final Deque<String> last = new ArrayDeque<>();

	private final Thread reader;

	ChildOutput(Process process, ResqueEvents events) {
		this.pid = process.pid();
		this.events = events;
		InputStream output = process.getInputStream();
		this.reader = new Thread(() -> read(output), "resque child output " + this.pid);
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/** The last lines, after a short wait for those that are still on their way. */
	List<String> lastLines() throws InterruptedException {
		this.reader.join(500);
		synchronized (this.last) {
			return List.copyOf(this.last);
		}
	}

	private void read(InputStream output) {
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
			StringBuilder line = new StringBuilder();
			for (int next = lines.read(); next >= 0; next = lines.read()) {
				if (next != '\n') {
					line.append((char) next);
				}
				if (next == '\n' || line.length() >= LONGEST) {
					say(line.toString().stripTrailing());
					line.setLength(0);
				}
			}
			if (!line.isEmpty()) {
				say(line.toString());
			}
		}
		catch (IOException ex) {
			// The child has ended; whoever needs to know sees that by its connection.
		}
	}

	private void say(String line) {
		synchronized (this.last) {
			this.last.addLast(line);
			if (this.last.size() > KEPT) {
				this.last.removeFirst();
			}
		}
		this.events.announce(new WorkerEvent.ChildPrinted(this.pid, line));
	}

}
