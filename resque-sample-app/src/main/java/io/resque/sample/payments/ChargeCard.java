package io.resque.sample.payments;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.stereotype.Component;

import io.resque.JobContext;
import io.resque.ResqueJob;
import io.resque.Retry;
import io.resque.SkipJobException;
import io.resque.hook.BeforeEnqueue;
import io.resque.hook.BeforePerform;
import io.resque.hook.OnFailure;
import io.resque.retry.RetryPolicy;

/**
 * Charges a card for an order: tries again later when the provider is busy, and gives up
 * when the card is declined.
 */
@Component
@ResqueJob(queue = "payments", retry = @Retry(delay = { "10s", "1m", "10m" }, multiplier = 2, limit = 8, jitter = 0.2,
		giveUpOn = CardDeclinedException.class))
class ChargeCard implements RetryPolicy {

	private static final Log logger = LogFactory.getLog(ChargeCard.class);

	private final PaymentProvider provider;

	ChargeCard(PaymentProvider provider) {
		this.provider = provider;
	}

	void perform(long order, long cents) {
		this.provider.charge(order, cents);
	}

	@BeforeEnqueue
	boolean costsSomething(long order, long cents) {
		return cents > 0;
	}

	@BeforePerform
	void skipWhatIsPaid(long order) {
		if (this.provider.isPaid(order)) {
			throw new SkipJobException("Order " + order + " is paid");
		}
	}

	@OnFailure
	void declined(CardDeclinedException failure, long order) {
		logger.warn("Order " + order + " needs another card");
	}

	@Override
	public void gaveUp(JobContext context, Throwable failure) {
		logger.error(context.job() + " was given up after " + context.attempt() + " attempts");
	}

}
