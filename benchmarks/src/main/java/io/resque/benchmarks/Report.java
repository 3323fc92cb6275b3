package io.resque.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a run has found, as Markdown: printed as it grows, and written to a file at the
 * end.
 */
public final class Report {

	private final StringBuilder text = new StringBuilder();

	private boolean failed;

	/** Adds a heading. */
	public void heading(String heading) {
		add("\n## " + heading + "\n");
	}

	/** Adds a paragraph. */
	public void say(String sentence) {
		add("\n" + sentence + "\n");
	}

	/** Adds a table. */
	public void table(Table table) {
		add("\n" + table.markdown());
	}

	/** Tells how far the run is, outside of the report. */
	public void progress(String what) {
		System.err.println("... " + what);
	}

	/**
	 * Says that something must not be: the run goes on, and ends with a failure.
	 */
	public void wrong(String what) {
		this.failed = true;
		say("**" + what + "**");
	}

	/** Says that a scenario has failed. */
	void failure(String scenario, RuntimeException problem) {
		problem.printStackTrace();
		wrong("Scenario `" + scenario + "` has failed: " + problem);
	}

	boolean failed() {
		return this.failed;
	}

	void write(Path file) {
		try {
			Path directory = file.toAbsolutePath().getParent();
			if (directory != null) {
				Files.createDirectories(directory);
			}
			Files.writeString(file, this.text.toString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void add(String part) {
		System.out.print(part);
		System.out.flush();
		this.text.append(part);
	}

}
