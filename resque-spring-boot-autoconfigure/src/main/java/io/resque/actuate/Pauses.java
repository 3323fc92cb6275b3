package io.resque.actuate;

import java.util.Map;
import java.util.Set;

/**
 * What is paused.
 *
 * @param all whether all workers are
 * @param queues the known queues that are, in byte order
 * @param jobs names of the jobs that are, each with the number of those that are aside
 */
public record Pauses(boolean all, Set<String> queues, Map<String, Long> jobs) {
}
