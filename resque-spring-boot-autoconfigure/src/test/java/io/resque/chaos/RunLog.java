package io.resque.chaos;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.resque.chaos.LogLine.What;

/**
 * An append-only file, one for each process of a run. Each line is given to the operating
 * system at once, so a killed process loses none that it wrote.
 */
final class RunLog implements AutoCloseable {

	private static final String ENDING = ".events";

	private final OutputStream file;

	private RunLog(OutputStream file) {
		this.file = file;
	}

	static RunLog append(Path directory, String name) {
		try {
			// No channel: those close when a thread that writes is interrupted.
			return new RunLog(new FileOutputStream(directory.resolve(name + ENDING).toFile(), true));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Something happened to a job. */
	void job(What what, String job, long token, String process, String detail) {
		write(new LogLine(LogLine.now(), what, job, token, process, detail));
	}

	/** Something happened to a process. */
	void process(What what, String process, String detail) {
		job(what, LogLine.NONE, 0, process, detail);
	}

	/** Something else happened. */
	void note(What what, String detail) {
		process(what, LogLine.NONE, detail);
	}

	synchronized void write(LogLine line) {
		try {
			this.file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The lines of all files of a run in the order of their times. */
	static List<LogLine> read(Path directory) {
		List<LogLine> lines = new ArrayList<>();
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(ENDING)).toList()) {
				String text = Files.readString(file);
				text.substring(0, text.lastIndexOf('\n') + 1).lines().map(LogLine::parse).forEach(lines::add);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		lines.sort(Comparator.comparingLong(LogLine::micros));
		return lines;
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
