package io.resque.sample.web;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What was put on a queue, as it stands there.
 *
 * @param queue the queue
 * @param name name of the job
 * @param args its arguments
 */
public record EnqueuedJob(String queue, @JsonProperty("class") String name, List<Object> args) {

}
