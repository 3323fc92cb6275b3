package io.resque.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

	private long now = 7_000_000;

	private final Pace pace = new Pace(1000, () -> this.now);

	@Test
	void nothingIsFetchedAheadBeforeAnythingHasEnded() {
		pass(Duration.ofMillis(3));
		assertThat(this.pace.ahead()).isZero();
	}

	@Test
	void asManyAsEndInTenMilliseconds() {
		end(30);
		pass(Duration.ofMillis(3));
		assertThat(this.pace.ahead()).isEqualTo(100);
	}

	@Test
	void aStretchTooShortToTellSomethingKeepsTheLastAnswer() {
		end(30);
		pass(Duration.ofMillis(3));
		assertThat(this.pace.ahead()).isEqualTo(100);
		end(1000);
		pass(Duration.ofMillis(1));
		assertThat(this.pace.ahead()).isEqualTo(100);
	}

	@Test
	void jobsThatProveLongEndIt() {
		end(30);
		pass(Duration.ofMillis(3));
		assertThat(this.pace.ahead()).isEqualTo(100);
		end(2);
		pass(Duration.ofMillis(21));
		assertThat(this.pace.ahead()).isZero();
	}

	@Test
	void theLimitHolds() {
		end(1_000_000);
		pass(Duration.ofMillis(2));
		assertThat(this.pace.ahead()).isEqualTo(1000);
	}

	@Test
	void longJobsThatEndTogetherAreNoFastPace() {
		end(300, Duration.ofMillis(100));
		pass(Duration.ofMillis(2));
		assertThat(this.pace.ahead()).isZero();
	}

	@Test
	void jobsThatEndTogetherCountForTheTimeTheyTook() {
		end(50, Duration.ofMillis(10));
		pass(Duration.ofMillis(2));
		assertThat(this.pace.ahead()).isEqualTo(50);
	}

	private void end(int jobs) {
		end(jobs, Duration.ofNanos(50_000));
	}

	private void end(int jobs, Duration each) {
		for (int i = 0; i < jobs; i++) {
			this.pace.ended(each.toNanos());
		}
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
	}

}
