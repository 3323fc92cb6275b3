package io.resque.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

	private long now = 7_000_000;

	private final Pace pace = new Pace(1000, () -> this.now);

	@Test
	void nothingIsFetchedAheadBeforeAnythingHasStarted() {
		pass(Duration.ofMillis(3));
		assertThat(this.pace.ahead()).isZero();
	}

	@Test
	void asManyAsStartInFiveMilliseconds() {
		start(30);
		pass(Duration.ofMillis(3));
		assertThat(this.pace.ahead()).isEqualTo(50);
	}

	@Test
	void aStretchTooShortToTellSomethingKeepsTheLastAnswer() {
		start(30);
		pass(Duration.ofMillis(3));
		assertThat(this.pace.ahead()).isEqualTo(50);
		start(1000);
		pass(Duration.ofMillis(1));
		assertThat(this.pace.ahead()).isEqualTo(50);
	}

	@Test
	void jobsThatProveLongEndIt() {
		start(30);
		pass(Duration.ofMillis(3));
		assertThat(this.pace.ahead()).isEqualTo(50);
		start(4);
		pass(Duration.ofMillis(21));
		assertThat(this.pace.ahead()).isZero();
	}

	@Test
	void theLimitHolds() {
		start(1_000_000);
		pass(Duration.ofMillis(2));
		assertThat(this.pace.ahead()).isEqualTo(1000);
	}

	private void start(int jobs) {
		for (int i = 0; i < jobs; i++) {
			this.pace.started();
		}
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
	}

}
