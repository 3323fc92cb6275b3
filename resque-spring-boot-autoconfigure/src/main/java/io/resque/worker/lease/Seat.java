package io.resque.worker.lease;

/**
 * A slot that performs one job at a time; registered in Redis as one worker.
 *
 * @param number its number in this process, from 1
 * @param queues its queue list as the worker id shows it, negated entries left out
 */
public record Seat(int number, String queues) {
}
