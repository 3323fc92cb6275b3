package io.resque.worker.fork;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StartBackOffTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final StartBackOff backOff = new StartBackOff(this.nanos::get);

	@Test
	void growsToHalfAMinuteAndTellsOfTheFirstFailureAndOfEachTenth() {
		List<Long> pauses = new ArrayList<>();
		List<Integer> told = new ArrayList<>();
		for (int failure = 0; failure < 12; failure++) {
			if (this.backOff.failed() != null) {
				told.add(failure);
			}
			pauses.add(this.backOff.left().toSeconds());
			pass(this.backOff.left());
		}
		assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L, 30L, 30L, 30L, 30L);
		assertThat(told).containsExactly(0, 10);
	}

	@Test
	void thoseThatWereStartedTogetherCountOnce() {
		assertThat(this.backOff.failed()).isEqualTo(Duration.ofSeconds(1));
		assertThat(this.backOff.failed()).isNull();
		assertThat(this.backOff.left()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void aJobThatWasPerformedEndsIt() {
		this.backOff.failed();
		assertThat(this.backOff.anyFailed()).isTrue();
		this.backOff.worked();
		assertThat(this.backOff.anyFailed()).isFalse();
		pass(Duration.ofSeconds(1));
		assertThat(this.backOff.failed()).isEqualTo(Duration.ofSeconds(1));
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
