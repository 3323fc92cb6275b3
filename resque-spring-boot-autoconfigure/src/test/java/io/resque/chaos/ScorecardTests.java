package io.resque.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.resque.chaos.LogLine.What;

import static org.assertj.core.api.Assertions.assertThat;

class ScorecardTests {

	private final List<LogLine> log = new ArrayList<>();

	@Test
	void whatIsCountedIsWhatHappenedAndNotWhatWasPlanned() {
		log(What.KILLED, "11");
		log(What.PAUSED, "12");
		log(What.RESUMED, "12");
		log(What.PAUSED, "12");
		log(What.REDIS_DOWN, LogLine.NONE);
		log(What.REDIS_UP, LogLine.NONE);
		log(What.CUT, "push");
		log(What.CUT, "fetch");
		log(What.CUT_DONE, "fetch");
		log(What.CUT_DONE, "fetch");
		log(What.CUT_DONE, "all");
		assertThat(Inflicted.by(this.log)).isEqualTo(new Inflicted(1, 1, 1, Map.of("fetch", 2, "all", 1)));
		Scorecard run = scorecard(Inflicted.by(this.log), 1200, 1, List.of());
		assertThat(run.passed()).isTrue();
		assertThat(run.row()).startsWith("| 7 | 60 s | 1 | 1 | 1 | 3 | 1200 | 2 | 0 | 1 | 1 |");
		assertThat(Scorecard.cuts(List.of(run, run))).isEqualTo(Map.of("fetch", 4, "all", 2));
	}

	@Test
	void aRunWithAProblemHasFailed() {
		Scorecard run = scorecard(new Inflicted(1, 1, 1, Map.of("all", 1)), 1200, 1, List.of("lost: Work a"));
		assertThat(run.passed()).isFalse();
		assertThat(run.report()).contains("1 problems, the first of them:\nlost: Work a");
	}

	@Test
	void aRunWithHardlyAnyJobsHasFailed() {
		Scorecard run = scorecard(new Inflicted(1, 1, 1, Map.of("all", 1)), 1199, 1, List.of());
		assertThat(run.passed()).isFalse();
		assertThat(run.report()).contains("too few jobs: 1199 and not 1200");
	}

	@ParameterizedTest
	@EnumSource(Fault.Kind.class)
	void aRunWithoutOneKindOfFaultHasFailed(Fault.Kind missing) {
		int kills = (missing == Fault.Kind.KILL) ? 0 : 1;
		int pauses = (missing == Fault.Kind.PAUSE) ? 0 : 1;
		int restarts = (missing == Fault.Kind.RESTART) ? 0 : 1;
		Map<String, Integer> cuts = (missing == Fault.Kind.CUT) ? Map.of() : Map.of("all", 1);
		Scorecard run = scorecard(new Inflicted(kills, pauses, restarts, cuts), 1200, 1, List.of());
		assertThat(run.passed()).isFalse();
		assertThat(run.idle()).hasSize(1);
	}

	@Test
	void aRunInWhichNoJobRanTwiceHasFailed() {
		Scorecard run = scorecard(new Inflicted(1, 1, 1, Map.of("all", 1)), 1200, 0, List.of());
		assertThat(run.passed()).isFalse();
		assertThat(run.idle()).containsExactly("not a single job that ran twice");
	}

	@Test
	void aSeriesInWhichAScriptWasNeverCutHasFailed() {
		Map<String, Integer> all = FaultSchedule.SCRIPTS.stream()
			.collect(Collectors.toMap(Function.identity(), (script) -> 1, Integer::sum));
		Map<String, Integer> most = new HashMap<>(all);
		most.remove("bury");
		Scorecard run = scorecard(new Inflicted(1, 1, 1, most), 1200, 1, List.of());
		Scorecard complete = scorecard(new Inflicted(1, 1, 1, all), 1200, 1, List.of());
		assertThat(Scorecard.neverCut(List.of(run, run, run, run))).isEmpty();
		assertThat(Scorecard.neverCut(List.of(run, run, run, run, run))).containsExactly("bury");
		assertThat(Scorecard.neverCut(List.of(run, run, run, run, complete))).isEmpty();
	}

	private static Scorecard scorecard(Inflicted inflicted, int accepted, int doubles, List<String> problems) {
		Verdict verdict = new Verdict(new Verdict.Jobs(accepted, 0, 2, 0, accepted, 0),
				new Verdict.Doubles(doubles, 0, Map.of()), 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, problems);
		return new Scorecard(7, Duration.ofSeconds(60), List.of(), inflicted, verdict, Path.of("target"));
	}

	private void log(What what, String detail) {
		this.log.add(new LogLine(this.log.size(), what, LogLine.NONE, 0, LogLine.NONE, detail));
	}

}
