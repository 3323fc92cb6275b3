package io.resque.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of Resque, with their names and keys.
 */
public enum ResqueObservation implements ObservationDocumentation {

	/** A call that enqueues or delays jobs: a timer, and a span of kind producer. */
	ENQUEUE {
		@Override
		public String getName() {
			return DefaultEnqueueObservationConvention.NAME;
		}

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultEnqueueObservationConvention.class;
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { DetailKey.JOBS };
		}
	},

	/** The run of a job, hooks included: a timer, and a span of kind consumer. */
	PERFORM {
		@Override
		public String getName() {
			return DefaultPerformObservationConvention.NAME;
		}

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultPerformObservationConvention.class;
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { DetailKey.WORKER };
		}
	};

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return TagKey.values();
	}

	/** Keys of both, on timers and spans. */
	public enum TagKey implements KeyName {

		/** The queue. */
		QUEUE {
			@Override
			public String asString() {
				return "queue";
			}
		},

		/**
		 * Name of the job, the {@code class} of its payload. Not {@code job}: that is
		 * what Prometheus calls whom it scrapes.
		 */
		CLASS {
			@Override
			public String asString() {
				return "class";
			}
		},

		/** What has become of it; {@code none} as long as nothing has. */
		OUTCOME {
			@Override
			public String asString() {
				return "outcome";
			}
		}

	}

	/** Keys on spans only. */
	public enum DetailKey implements KeyName {

		/** How many jobs a call enqueues. */
		JOBS {
			@Override
			public String asString() {
				return "jobs";
			}
		},

		/** Id of the worker that performs the job. */
		WORKER {
			@Override
			public String asString() {
				return "worker";
			}
		}

	}

}
