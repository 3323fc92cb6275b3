package io.resque.chaos;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A minute of faults. The long runs are in {@link LongChaosTests}.
 */
class ChaosTests {

	private static final long SEED = 20260;

	private static final Duration TIME = Duration.ofSeconds(60);

	@Test
	void aMinuteOfAllFaultsLosesNothingAndDoublesNothingWithoutReason() throws Exception {
		Scorecard scorecard = new ChaosRun(SEED, TIME).run();
		System.out.println(scorecard.report());
		assertThat(scorecard.passed()).as(scorecard.report()).isTrue();
	}

}
