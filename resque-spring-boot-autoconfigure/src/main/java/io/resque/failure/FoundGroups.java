package io.resque.failure;

import java.util.List;

/**
 * Groups of failed jobs, as far as these were counted.
 *
 * @param groups the groups, those with most failed jobs first
 * @param counted how many entries were counted
 * @param of how many entries there are
 * @param exact whether the numbers are those of the lists at this moment: all were
 * counted, and none is known to have been removed or retried since
 */
public record FoundGroups(List<FailureGroup> groups, long counted, long of, boolean exact) {
}
