package io.resque.inspect;

import java.util.List;

/**
 * The totals of a namespace (Ruby's {@code Resque.info}).
 *
 * @param pending jobs on all queues
 * @param processed jobs processed, failed ones included
 * @param queues number of queues
 * @param workers number of registered workers
 * @param working number of workers that work
 * @param failed entries of all lists of failed jobs
 * @param servers the Redis servers
 * @param environment its name, the active profiles, or {@code default}
 */
public record ResqueInfo(long pending, long processed, long queues, long workers, long working, long failed,
		List<String> servers, String environment) {
}
