package io.resque.inspect;

/**
 * A pool of a worker process.
 *
 * @param name its name
 * @param mode {@code thread} or {@code fork}
 * @param slots number of its slots
 * @param queues its queues as its worker ids list them
 */
public record PoolInfo(String name, String mode, int slots, String queues) {
}
