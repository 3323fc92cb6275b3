package io.resque.inspect;

/**
 * An element of a queue, as far as it can be read.
 *
 * @param name name of the job (of an ActiveJob: the class inside), or a stand-in
 * @param args args as JSON text, possibly shortened for display
 * @param id SHA-1 of its payload, by which it is found again where the queue has moved
 */
public record QueuedJob(String name, String args, String id) {
}
