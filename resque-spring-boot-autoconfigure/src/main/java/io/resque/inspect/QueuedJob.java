package io.resque.inspect;

/**
 * An element of a queue, as far as it can be read.
 *
 * @param name name of the job (of an ActiveJob: the class inside), or a stand-in
 * @param args args as JSON text, possibly shortened for display
 */
public record QueuedJob(String name, String args) {
}
