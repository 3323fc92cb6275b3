package io.resque.benchmarks;

/**
 * One question, and the tables that answer it.
 */
public interface Scenario {

	/** Its name for {@code benchmarks.only}. */
	String name();

	/** Measures, and writes what it found. */
	void run(Bench bench);

}
