package io.resque.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

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

	/**
	 * The contenders that were asked for.
	 * @param all names of all contenders
	 * @return the names that contain one of the parts
	 * @throws IllegalArgumentException when a part is in none of them
	 */
	public List<String> wantedRows(List<String> all) {
		refuseUnknown("rows", this.rows, all, (name, part) -> name.contains(part));
		return all.stream()
			.filter((name) -> this.rows.isEmpty() || this.rows.stream().anyMatch(name::contains))
			.toList();
	}

	/**
	 * Refuses names of scenarios that there are not: who mistypes one has measured
	 * nothing.
	 * @param all names of all scenarios
	 */
	void checkScenarios(List<String> all) {
		refuseUnknown("only", this.only, all, String::equals);
	}

	/** One of two numbers. */
	public int sized(int full, int small) {
		return this.quick ? small : full;
	}

	private static void refuseUnknown(String option, List<String> asked, List<String> known,
			BiPredicate<String, String> matches) {
		List<String> unknown = asked.stream()
			.filter((entry) -> known.stream().noneMatch((name) -> matches.test(name, entry)))
			.toList();
		if (!unknown.isEmpty()) {
			throw new IllegalArgumentException("benchmarks." + option + " names " + String.join(", ", unknown)
					+ ", and there is only: " + String.join("; ", known));
		}
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
