package io.resque.benchmarks.contender;

import io.resque.benchmarks.server.Load;

/**
 * Something that drains a queue of no-op jobs.
 */
public interface Contender extends AutoCloseable {

	/** Its name in the table. */
	String name();

	/** What becomes of a job whose process is killed while it runs. */
	Guarantee guarantee();

	/** How many of the jobs it gets: a rate does not need all of them. */
	default int share(int jobs) {
		return jobs;
	}

	/** Whether it counts in {@code stat:processed}. */
	default boolean counts() {
		return false;
	}

	/** Starts to drain, and returns at once. */
	void start();

	/** Stops, after the queue was drained. */
	void stop();

	/** What of a load are commands that the client has sent, one round trip each. */
	long sent(Load load);

	@Override
	default void close() {
	}

	/** What becomes of a job whose process is killed while it runs. */
	enum Guarantee {

		/** It is performed again. */
		AT_LEAST_ONCE("at least once"),

		/** It is kept, but nobody looks for it. */
		STRANDED("stranded"),

		/** It is gone. */
		AT_MOST_ONCE("at most once");

		private final String text;

		Guarantee(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
