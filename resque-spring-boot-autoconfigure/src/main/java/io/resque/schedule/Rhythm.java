package io.resque.schedule;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * When a recurring job is due. Immutable: what comes next depends on the instant alone.
 */
public interface Rhythm {

	/**
	 * The first occurrence after an instant.
	 * @param instant the instant, itself left out
	 * @return an occurrence strictly after the instant, or {@code null} when there is
	 * none within 100 years
	 */
	@Nullable Occurrence after(Instant instant);

	/**
	 * The rhythm as it was written, such as {@code 0 2 * * * Europe/Berlin} or
	 * {@code every 30s}.
	 */
	String text();

	/**
	 * The rhythm with all that it depends on: two with the same occurrences that were
	 * written alike have the same identity.
	 */
	default String identity() {
		return text();
	}

}
