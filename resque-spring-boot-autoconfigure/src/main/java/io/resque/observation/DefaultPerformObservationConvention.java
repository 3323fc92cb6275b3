package io.resque.observation;

import io.micrometer.common.KeyValues;

import io.resque.Job;
import io.resque.observation.ResqueObservation.DetailKey;

/**
 * What the observation of performing says unless the application says otherwise.
 */
public class DefaultPerformObservationConvention implements PerformObservationConvention {

	static final String NAME = "resque.perform";

	private final ObservedNames names = new ObservedNames();

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(PerformContext context) {
		return "perform " + this.names.job(context.run().job().name());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(PerformContext context) {
		Job job = context.run().job();
		return this.names.tags(job.queue(), job.name(), context.outcome());
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(PerformContext context) {
		return KeyValues.of(DetailKey.WORKER.withValue(context.run().workerId()));
	}

}
