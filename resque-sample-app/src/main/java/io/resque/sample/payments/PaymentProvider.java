package io.resque.sample.payments;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * Pretends to be a payment provider: it declines what is too much, is busy for each order
 * at its first call when its number is odd, and charges no order twice.
 */
@Component
class PaymentProvider {

	private static final long LIMIT = 100_000;

	private final Set<Long> asked = ConcurrentHashMap.newKeySet();

	private final Set<Long> paid = ConcurrentHashMap.newKeySet();

	void charge(long order, long cents) {
		if (cents > LIMIT) {
			throw new CardDeclinedException("Order " + order + " is too expensive for this card");
		}
		if (order % 2 == 1 && this.asked.add(order)) {
			throw new ProviderBusyException(Duration.ofSeconds(1));
		}
		this.paid.add(order);
	}

	boolean isPaid(long order) {
		return this.paid.contains(order);
	}

}
