package io.resque.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and keys of the observation of runs of jobs. A bean of this type replaces
 * {@link DefaultPerformObservationConvention}.
 */
public interface PerformObservationConvention extends ObservationConvention<PerformContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof PerformContext;
	}

}
