package io.resque.worker;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProbationTests {

	private final AtomicInteger freed = new AtomicInteger();

	private final Probation probation = new Probation(this.freed::incrementAndGet);

	@Test
	void aSecondSuspectWaitsForTheEndOfTheFirst() {
		assertThat(this.probation.reserve()).isTrue();
		assertThat(this.probation.refused()).isZero();
		assertThat(this.probation.reserve()).isFalse();
		assertThat(this.probation.refused()).isEqualTo(1);
		this.probation.fetched(1);
		this.probation.cancel();
		assertThat(this.probation.reserve()).isFalse();
		this.probation.ended(1);
		assertThat(this.freed).hasValue(1);
		assertThat(this.probation.reserve()).isTrue();
	}

	@Test
	void aJobThatIsNoSuspectTakesNoReservedPlace() {
		this.probation.reserve();
		this.probation.starts(7);
		this.probation.fetched(8);
		this.probation.ended(7);
		assertThat(this.probation.reserve()).isFalse();
	}

}
