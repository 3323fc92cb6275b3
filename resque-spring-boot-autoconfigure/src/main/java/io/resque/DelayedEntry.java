package io.resque;

/**
 * A delayed job for people to look at, whoever delayed it.
 *
 * @param place where it is
 * @param queue its queue; empty when neither the item nor a registered job tells it, or
 * when it is no job
 * @param name name of the job, or a stand-in in parentheses
 * @param args its arguments as JSON text, shortened, without what looks like a secret
 */
public record DelayedEntry(DelayedPlace place, String queue, String name, String args) {
}
