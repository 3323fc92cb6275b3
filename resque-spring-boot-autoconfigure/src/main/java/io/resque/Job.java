package io.resque;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.resque.json.JsonException;
import io.resque.json.JsonProfile;
import io.resque.json.PayloadText;
import io.resque.json.ResqueJson;

/**
 * A job as it sits on a queue: {@code {"class":…,"args":[…]}}.
 *
 * @param queue the queue
 * @param name name of the job, the {@code class} of the payload
 * @param args arguments; elements may be null
 */
public record Job(String queue, String name, List<@Nullable Object> args) {

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

	private static final ResqueJson JSON = new ResqueJson(JsonProfile.CLASSIC);

	public Job {
		args = Collections.unmodifiableList(new ArrayList<>(args));
	}

	/**
	 * For people, much as Ruby prints it: {@code (Job{queue} | Name | [args])}. On one
	 * line, shortened, and without what is {@link Sensitive} or in members named like
	 * secrets, so it may stand in logs.
	 */
	@Override
	public String toString() {
		return "(Job{" + oneLine(this.queue) + "} | " + oneLine(this.name) + " | " + argsText() + ")";
	}

	private String argsText() {
		try {
			return PayloadText.args(this.name, this.args, JSON);
		}
		catch (JsonException ex) {
			return "[" + this.args.size() + " args that are no JSON]";
		}
	}

	private static String oneLine(String text) {
		return CONTROL.matcher(text).replaceAll("?");
	}

}
