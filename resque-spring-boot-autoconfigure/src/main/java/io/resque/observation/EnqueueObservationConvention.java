package io.resque.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and keys of the observation of calls that enqueue jobs. A bean of this type
 * replaces {@link DefaultEnqueueObservationConvention}.
 */
public interface EnqueueObservationConvention extends ObservationConvention<EnqueueContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof EnqueueContext;
	}

}
