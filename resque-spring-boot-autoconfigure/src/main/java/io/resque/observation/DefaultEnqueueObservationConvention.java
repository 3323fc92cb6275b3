package io.resque.observation;

import io.micrometer.common.KeyValues;

import io.resque.observation.ResqueObservation.DetailKey;

/**
 * What the observation of enqueueing says unless the application says otherwise.
 */
public class DefaultEnqueueObservationConvention implements EnqueueObservationConvention {

	static final String NAME = "resque.enqueue";

	private final ObservedNames names = new ObservedNames();

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(EnqueueContext context) {
		return "enqueue " + this.names.job(context.call().job());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(EnqueueContext context) {
		return this.names.tags(context.call().queue(), context.call().job(), context.outcome());
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(EnqueueContext context) {
		return KeyValues.of(DetailKey.JOBS.withValue(Integer.toString(context.call().jobs())));
	}

}
