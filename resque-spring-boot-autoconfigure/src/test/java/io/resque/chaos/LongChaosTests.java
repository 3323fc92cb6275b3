package io.resque.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * As many long runs as wanted: {@code chaos.seeds} and {@code chaos.time}.
 */
@Tag("chaos")
class LongChaosTests {

	private static final Path TABLE = Path.of("target", "chaos", "scorecard.md");

	private static final List<Scorecard> runs = new ArrayList<>();

	static LongStream seeds() {
		return Stream.of(System.getProperty("chaos.seeds", "1,2,3,4,5,6,7,8,9,10").split(","))
			.map(String::trim)
			.mapToLong(Long::parseLong);
	}

	@BeforeAll
	static void beginTheTable() throws Exception {
		Files.createDirectories(TABLE.getParent());
		Files.writeString(TABLE, Scorecard.HEADER);
	}

	@AfterAll
	static void endTheTable() throws Exception {
		Files.writeString(TABLE, Scorecard.total(runs) + "\n", StandardOpenOption.APPEND);
		System.out.println(Files.readString(TABLE) + "Cuts: " + Scorecard.cuts(runs) + "\nThis table is in "
				+ TABLE.toAbsolutePath());
		assertThat(Scorecard.neverCut(runs)).as("scripts of which no answer was cut off").isEmpty();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void allFaultsLoseNothingAndDoubleNothingWithoutReason(long seed) throws Exception {
		Duration time = DurationStyle.detectAndParse(System.getProperty("chaos.time", "2m"));
		Scorecard scorecard = new ChaosRun(seed, time).run();
		runs.add(scorecard);
		Files.writeString(TABLE, scorecard.row() + "\n", StandardOpenOption.APPEND);
		System.out.println(scorecard.report());
		assertThat(scorecard.passed()).as(scorecard.report()).isTrue();
	}

}
