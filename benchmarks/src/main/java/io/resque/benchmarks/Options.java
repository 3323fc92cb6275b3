package io.resque.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * Options of a run, from system properties.
 *
 * @param only names of the scenarios to run, all when empty
 * @param rows parts of the names of the contenders to drain, all when empty
 * @param bytes lengths of the arguments of the jobs to drain
 * @param jobs number of jobs of one drain
 * @param runs number of runs of which the median is reported
 * @param quick whether to try everything with small numbers
 * @param appendOnly whether Redis writes every change to disk, once a second
 */
public record Options(List<String> only, List<String> rows, List<Integer> bytes, int jobs, int runs, boolean quick,
		boolean appendOnly) {

	/** Reads the system properties {@code benchmarks.*}. */
	public static Options fromSystemProperties() {
		boolean quick = flag("quick");
		return new Options(list("only"), list("rows"), numbers("bytes", 100, 10_000),
				number("jobs", quick ? 5_000 : 200_000), number("runs", quick ? 2 : 5), quick, flag("appendonly"));
	}

	/** Whether a scenario was asked for. */
	public boolean wants(String scenario) {
		return this.only.isEmpty() || this.only.contains(scenario);
	}

	/** Whether a contender was asked for. */
	public boolean wantsRow(String contender) {
		return this.rows.isEmpty() || this.rows.stream().anyMatch(contender::contains);
	}

	/** One of two numbers. */
	public int sized(int full, int small) {
		return this.quick ? small : full;
	}

	private static String text(String name) {
		return System.getProperty("benchmarks." + name, "").strip();
	}

	private static List<String> list(String name) {
		return Arrays.stream(text(name).split(",")).map(String::strip).filter((entry) -> !entry.isEmpty()).toList();
	}

	private static int number(String name, int otherwise) {
		return text(name).isEmpty() ? otherwise : Integer.parseInt(text(name));
	}

	private static List<Integer> numbers(String name, Integer... otherwise) {
		return list(name).isEmpty() ? List.of(otherwise) : list(name).stream().map(Integer::valueOf).toList();
	}

	/** An option that is only named is on. */
	private static boolean flag(String name) {
		return System.getProperty("benchmarks." + name) != null && !text(name).equals("false");
	}

}
