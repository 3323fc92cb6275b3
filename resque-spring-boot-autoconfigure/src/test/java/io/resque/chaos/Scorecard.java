package io.resque.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.resque.chaos.Fault.Kind;

/**
 * The result of a run, as a row of a table and in full.
 *
 * @param seed its seed
 * @param time how long faults happened
 * @param faults the faults
 * @param cuts how often connections were really cut: a cut waits for its script
 * @param verdict what became of the jobs
 * @param directory where the logs are
 */
record Scorecard(long seed, Duration time, List<Fault> faults, int cuts, Verdict verdict, Path directory) {

	static final String HEADER = """
			| Seed | Time | `kill -9` | SIGSTOP | Redis restarts | Cuts | Accepted | Unknown | Lost | Doubled | Explained | Unprovoked | Late | Longest recovery | Longest delay |
			|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
			""";

	boolean passed() {
		return this.verdict.problems().isEmpty();
	}

	/** The row of the table. */
	String row() {
		return row(Long.toString(this.seed), this.time.toSeconds(), numbers(), this.verdict.recovery(),
				this.verdict.delay());
	}

	private int[] numbers() {
		Verdict.Jobs jobs = this.verdict.jobs();
		Verdict.Doubles doubles = this.verdict.doubles();
		return new int[] { count(Kind.KILL), count(Kind.PAUSE), count(Kind.RESTART), count(Kind.CUT), jobs.accepted(),
				jobs.unknown(), jobs.lost(), doubles.all(), doubles.all() - doubles.unexplained(),
				this.verdict.unprovoked(), this.verdict.late() };
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

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	/** All there is to say. */
	String report() {
		String verdict = passed() ? "Every promise held" : "BROKEN PROMISES";
		return """
				Chaos with seed %d, %d s: %s
				%s%s
				%s, %s, results too late: %d, cuts that met their script: %d
				%s
				Repeat with -Pchaos -Dchaos.seeds=%d -Dchaos.time=%ds. Logs: %s
				""".formatted(this.seed, this.time.toSeconds(), verdict, HEADER, row(), this.verdict.jobs(),
				this.verdict.doubles(), this.verdict.late(), this.cuts, problems(), this.seed, this.time.toSeconds(),
				this.directory);
	}

	private String problems() {
		if (passed()) {
			return "";
		}
		String first = String.join("\n", this.verdict.problems().stream().limit(50).toList());
		return this.verdict.problems().size() + " problems, the first of them:\n" + first + "\nThe schedule:\n"
				+ FaultSchedule.text(this.faults);
	}

	private int count(Kind kind) {
		return (int) this.faults.stream().filter((fault) -> fault.kind() == kind).count();
	}

	private static String seconds(Duration duration) {
		return "%.1f s".formatted(duration.toMillis() / 1000.0);
	}

}
