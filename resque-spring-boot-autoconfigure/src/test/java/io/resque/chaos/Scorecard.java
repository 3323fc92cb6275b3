package io.resque.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The result of a run, as a row of a table and in full.
 *
 * @param seed its seed
 * @param time how long faults happened
 * @param faults the schedule
 * @param inflicted what of it happened: a cut waits for its script, and may wait in vain
 * @param verdict what became of the jobs
 * @param directory where the logs are
 */
record Scorecard(long seed, Duration time, List<Fault> faults, Inflicted inflicted, Verdict verdict, Path directory) {

	/** As many must be accepted each second. */
	private static final int FEWEST_JOBS = 20;

	/** In so many runs each script must have been cut. */
	private static final int SERIES = 5;

	static final String HEADER = """
			| Seed | Time | `kill -9` | SIGSTOP | Redis restarts | Cuts | Accepted | Unknown | Lost | Doubled | Explained | Unprovoked | Late | Longest recovery | Longest delay |
			|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
			""";

	boolean passed() {
		return this.verdict.problems().isEmpty() && idle().isEmpty();
	}

	/** What did not happen in a run that therefore proves nothing. */
	List<String> idle() {
		List<String> idle = new ArrayList<>();
		long fewest = FEWEST_JOBS * this.time.toSeconds();
		if (this.verdict.jobs().accepted() < fewest) {
			idle.add("too few jobs: " + this.verdict.jobs().accepted() + " and not " + fewest);
		}
		Map<String, Integer> happened = Map.of("kill -9", this.inflicted.kills(), "SIGSTOP", this.inflicted.pauses(),
				"restart of Redis", this.inflicted.restarts(), "cut", this.inflicted.allCuts(), "job that ran twice",
				this.verdict.doubles().all());
		new TreeMap<>(happened).forEach((what, count) -> {
			if (count == 0) {
				idle.add("not a single " + what);
			}
		});
		return idle;
	}

	/** The row of the table. */
	String row() {
		return row(Long.toString(this.seed), this.time.toSeconds(), numbers(), this.verdict.recovery(),
				this.verdict.delay());
	}

	private int[] numbers() {
		Verdict.Jobs jobs = this.verdict.jobs();
		Verdict.Doubles doubles = this.verdict.doubles();
		return new int[] { this.inflicted.kills(), this.inflicted.pauses(), this.inflicted.restarts(),
				this.inflicted.allCuts(), jobs.accepted(), jobs.unknown(), jobs.lost(), doubles.all(),
				doubles.all() - doubles.unexplained(), this.verdict.unprovoked(), this.verdict.late() };
	}

	private static String row(String seed, long seconds, int[] numbers, Duration recovery, Duration delay) {
		String columns = IntStream.of(numbers).mapToObj(Integer::toString).collect(Collectors.joining(" | "));
		return "| " + seed + " | " + seconds + " s | " + columns + " | " + seconds(recovery) + " | " + seconds(delay)
				+ " |";
	}

	/** The last row of a table of several runs. */
	static String total(List<Scorecard> runs) {
		int[] sums = new int[11];
		Duration recovery = Duration.ZERO;
		Duration delay = Duration.ZERO;
		for (Scorecard run : runs) {
			int[] numbers = run.numbers();
			Arrays.setAll(sums, (i) -> sums[i] + numbers[i]);
			recovery = longer(recovery, run.verdict.recovery());
			delay = longer(delay, run.verdict.delay());
		}
		long seconds = runs.stream().mapToLong((run) -> run.time.toSeconds()).sum();
		return row("all " + runs.size(), seconds, sums, recovery, delay);
	}

	/** How often connections were cut in several runs, by script. */
	static Map<String, Integer> cuts(List<Scorecard> runs) {
		Map<String, Integer> cuts = new TreeMap<>();
		runs.forEach((run) -> run.inflicted.cuts().forEach((script, count) -> cuts.merge(script, count, Integer::sum)));
		return cuts;
	}

	/** Scripts of which no answer was cut off, in a series that is long enough for it. */
	static List<String> neverCut(List<Scorecard> runs) {
		Set<String> cut = cuts(runs).keySet();
		return (runs.size() < SERIES) ? List.of()
				: FaultSchedule.SCRIPTS.stream().distinct().filter((script) -> !cut.contains(script)).toList();
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	/** All there is to say. */
	String report() {
		String verdict = passed() ? "Every promise held" : "FAILED";
		return """
				Chaos with seed %d, %d s: %s
				%s%s
				%s, %s, results too late: %d, witness blind for %s
				Cuts: %s
				%s
				Repeat with -Pchaos -Dchaos.seeds=%d -Dchaos.time=%ds. Logs: %s
				""".formatted(this.seed, this.time.toSeconds(), verdict, HEADER, row(), this.verdict.jobs(),
				this.verdict.doubles(), this.verdict.late(), seconds(this.verdict.blind()), this.inflicted.cuts(),
				problems(), this.seed, this.time.toSeconds(), this.directory);
	}

	private String problems() {
		if (passed()) {
			return "";
		}
		List<String> problems = new ArrayList<>(idle());
		problems.addAll(this.verdict.problems());
		String first = String.join("\n", problems.stream().limit(50).toList());
		return problems.size() + " problems, the first of them:\n" + first + "\nThe schedule:\n"
				+ FaultSchedule.text(this.faults);
	}

	private static String seconds(Duration duration) {
		return "%.1f s".formatted(duration.toMillis() / 1000.0);
	}

}
