package io.resque.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.Job;

/**
 * A job that is enqueued again and again.
 *
 * @param name its name
 * @param rhythm when it is due; null when it is only enqueued by hand
 * @param firstIn how long after it was set the first occurrence comes, with
 * {@code every}; null for one period
 * @param job the job
 * @param environments where it is followed; everywhere when empty
 * @param policy what happens when occurrences are missed or overlap
 * @param description for people; may be empty
 * @param settings the whole as it is persisted, with Ruby's names
 */
public record Schedule(String name, @Nullable Rhythm rhythm, @Nullable Duration firstIn, Job job,
		List<String> environments, Policy policy, String description, Map<String, @Nullable Object> settings) {

	/**
	 * Names of the parameters that it takes when it is run by hand (Ruby's setting
	 * {@code parameters}).
	 */
	public List<String> parameters() {
		return (this.settings.get("parameters") instanceof Map<?, ?> map)
				? map.keySet().stream().map(String::valueOf).toList() : List.of();
	}

	/** Whether it is followed where these profiles are active. */
	boolean belongsTo(List<String> profiles) {
		return this.environments.isEmpty() || this.environments.stream().anyMatch(profiles::contains);
	}

	/**
	 * What happens when occurrences are missed or overlap.
	 *
	 * @param missed which occurrences are made up for that nobody enqueued in time
	 * @param missedWindow how late an occurrence may be to be enqueued at all
	 * @param jitter occurrences are late by a part of this, another one each time
	 * @param overlap what happens when the job of the last occurrence still waits or runs
	 */
	public record Policy(Missed missed, Duration missedWindow, Duration jitter, Overlap overlap) {
	}

	/** Which missed occurrences are made up for. */
	public enum Missed {

		/**
		 * None, as in Ruby; one that is late by less than a minute, as after a change of
		 * the scheduler, does not count as missed.
		 */
		NONE,

		/** The last one. */
		ONE,

		/** All. */
		ALL

	}

	/** What happens when the job of the last occurrence still waits or runs. */
	public enum Overlap {

		/** The next one is enqueued all the same. */
		QUEUE,

		/** The next one is left out. */
		SKIP,

		/**
		 * The last one is removed from its queue, or told to end, and the next one is
		 * enqueued.
		 */
		CANCEL

	}

}
