package io.resque.chaos;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Forty seconds of faults. The long runs are in {@link LongChaosTests}.
 */
class ChaosTests {

	/** As many kills as in other minutes, each kind of fault, and calm in between. */
	private static final long SEED = 1146;

	private static final Duration TIME = Duration.ofSeconds(40);

	@Test
	void fortySecondsOfAllFaultsLosesNothingAndDoublesNothingWithoutReason() throws Exception {
		Scorecard scorecard = new ChaosRun(SEED, TIME).run();
		System.out.println(scorecard.report());
		assertThat(scorecard.passed()).as(scorecard.report()).isTrue();
	}

}
