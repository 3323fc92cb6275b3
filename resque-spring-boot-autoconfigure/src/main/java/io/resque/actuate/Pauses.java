package io.resque.actuate;

import java.util.Set;

/**
 * What is paused.
 *
 * @param all whether all workers are
 * @param queues the known queues that are, in byte order
 */
public record Pauses(boolean all, Set<String> queues) {
}
