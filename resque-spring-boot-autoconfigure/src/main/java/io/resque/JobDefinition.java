package io.resque;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A registered job: its names, its queue, and how to call it.
 *
 * @param name name of the job
 * @param queue its queue, or null when it has none
 * @param aliases further names
 * @param onCrash what becomes of it when its process dies
 * @param timeout how long a run may take; zero for no limit
 * @param type class of the bean, unproxied
 * @param method calls the bean
 */
public record JobDefinition(String name, @Nullable String queue, List<String> aliases, OnCrash onCrash,
		Duration timeout, Class<?> type, JobMethod method) {

	/** A job without a timeout. */
	public JobDefinition(String name, @Nullable String queue, List<String> aliases, OnCrash onCrash, Class<?> type,
			JobMethod method) {
		this(name, queue, aliases, onCrash, Duration.ZERO, type, method);
	}

}
