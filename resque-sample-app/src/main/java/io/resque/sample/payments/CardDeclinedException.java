package io.resque.sample.payments;

/**
 * The card will not pay, today or tomorrow.
 */
class CardDeclinedException extends RuntimeException {

	CardDeclinedException(String message) {
		super(message);
	}

}
