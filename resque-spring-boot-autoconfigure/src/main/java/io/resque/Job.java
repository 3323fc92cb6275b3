package io.resque;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A job as it sits on a queue: {@code {"class":…,"args":[…]}}.
 *
 * @param queue the queue
 * @param name name of the job, the {@code class} of the payload
 * @param args arguments; elements may be null
 */
public record Job(String queue, String name, List<@Nullable Object> args) {

	public Job {
		args = Collections.unmodifiableList(new ArrayList<>(args));
	}

	/** As Ruby prints it: {@code (Job{queue} | Name | [args])}. */
	@Override
	public String toString() {
		return "(Job{" + this.queue + "} | " + this.name + " | " + this.args + ")";
	}

}
