package io.resque;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A registered job: its names, its queue, and how to call it.
 *
 * @param name name of the job
 * @param queue its queue, or null when it has none
 * @param aliases further names
 * @param onCrash what becomes of it when its process dies
 * @param type class of the bean, unproxied
 * @param method calls the bean
 */
public record JobDefinition(String name, @Nullable String queue, List<String> aliases, OnCrash onCrash, Class<?> type,
		JobMethod method) {
}
