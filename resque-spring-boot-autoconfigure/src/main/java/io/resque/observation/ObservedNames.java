package io.resque.observation;

import java.util.Locale;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import io.resque.observation.ResqueObservation.TagKey;

/**
 * The values of the keys that both observations have, few enough to be tags of meters.
 */
final class ObservedNames {

	/** Most names of jobs that are told apart. */
	static final int MAX_JOBS = 500;

	private final BoundedNames queues = new BoundedNames(JobMeters.MAX_QUEUES);

	private final BoundedNames jobs = new BoundedNames(MAX_JOBS);

	KeyValues tags(String queue, String job, @Nullable Enum<?> outcome) {
		return KeyValues.of(TagKey.QUEUE.withValue(this.queues.of(queue)), TagKey.CLASS.withValue(job(job)),
				TagKey.OUTCOME
					.withValue((outcome != null) ? outcome.name().toLowerCase(Locale.ROOT) : KeyValue.NONE_VALUE));
	}

	String job(String job) {
		return this.jobs.of(job);
	}

}
