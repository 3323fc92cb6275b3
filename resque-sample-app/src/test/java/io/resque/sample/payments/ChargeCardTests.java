package io.resque.sample.payments;

import org.junit.jupiter.api.Test;

import io.resque.SkipJobException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChargeCardTests {

	private final PaymentProvider provider = new PaymentProvider();

	private final ChargeCard job = new ChargeCard(this.provider);

	@Test
	void chargesOnceTheProviderIsNotBusy() {
		assertThatExceptionOfType(ProviderBusyException.class).isThrownBy(() -> this.job.perform(1, 995))
			.satisfies((ex) -> assertThat(ex.retryAfter()).hasSeconds(1));
		this.job.perform(1, 995);
		assertThat(this.provider.isPaid(1)).isTrue();
	}

	@Test
	void anOrderThatIsPaidIsSkipped() {
		this.job.skipWhatIsPaid(2);
		this.job.perform(2, 995);
		assertThatExceptionOfType(SkipJobException.class).isThrownBy(() -> this.job.skipWhatIsPaid(2));
	}

	@Test
	void whatIsTooMuchIsDeclined() {
		assertThatExceptionOfType(CardDeclinedException.class).isThrownBy(() -> this.job.perform(2, 100_001));
		assertThat(this.provider.isPaid(2)).isFalse();
	}

	@Test
	void whatCostsNothingIsNotEnqueued() {
		assertThat(this.job.costsSomething(2, 0)).isFalse();
		assertThat(this.job.costsSomething(2, 1)).isTrue();
	}

}
