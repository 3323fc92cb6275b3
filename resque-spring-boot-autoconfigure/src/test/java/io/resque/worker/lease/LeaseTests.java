package io.resque.worker.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a lease holds, and when others may be judged by it.
 */
class LeaseTests {

	private static final Duration SPAN = Duration.ofSeconds(16);

	private final AtomicLong nanos = new AtomicLong();

	private Instant redisTime = Instant.parse("2026-11-20T15:00:24Z");

	private final Lease lease = new Lease(SPAN, this.nanos::get);

	@BeforeEach
	void open() {
		this.lease.renewed(this.nanos.get(), this.redisTime);
	}

	@Test
	void itHoldsForItsSpanFromTheRenewalThatWasSentLast() {
		pass(15);
		assertThat(this.lease.held()).isTrue();
		pass(1);
		assertThat(this.lease.held()).isFalse();
		renew();
		assertThat(this.lease.held()).isTrue();
	}

	@Test
	void othersAreJudgedByItWhenItWasRenewedWithoutAGapForItsSpan() {
		renewFor(12);
		assertThat(this.lease.steady()).isFalse();
		renewFor(4);
		assertThat(this.lease.steady()).isTrue();
	}

	@Test
	void aMissedRenewalStartsTheWaitAnew() {
		renewFor(16);
		this.lease.missed();
		assertThat(this.lease.steady()).isFalse();
		renewFor(16);
		assertThat(this.lease.steady()).isFalse();
		renewFor(4);
		assertThat(this.lease.steady()).isTrue();
	}

	@Test
	void aLateRenewalStartsTheWaitAnew() {
		renewFor(16);
		pass(11);
		renew();
		assertThat(this.lease.steady()).isFalse();
	}

	@Test
	void aJumpOfTheClockOfRedisStartsTheWaitAnew() {
		renewFor(16);
		this.redisTime = this.redisTime.plusSeconds(5);
		renewFor(4);
		assertThat(this.lease.steady()).isFalse();
		renewFor(16);
		assertThat(this.lease.steady()).isTrue();
		this.redisTime = this.redisTime.minusSeconds(3600);
		renewFor(4);
		assertThat(this.lease.steady()).isFalse();
		assertThat(this.lease.held()).isTrue();
	}

	@Test
	void slowAnswersAndSmallCorrectionsOfTheClockAreNoJump() {
		renewFor(16);
		this.redisTime = this.redisTime.plusSeconds(4);
		renewFor(4);
		this.redisTime = this.redisTime.minusSeconds(4);
		renewFor(4);
		assertThat(this.lease.steady()).isTrue();
	}

	private void renewFor(int seconds) {
		for (int i = 0; i < seconds; i += 4) {
			pass(4);
			renew();
		}
	}

	private void renew() {
		this.lease.renewed(this.nanos.get(), this.redisTime);
	}

	private void pass(int seconds) {
		this.nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
		this.redisTime = this.redisTime.plusSeconds(seconds);
	}

}
