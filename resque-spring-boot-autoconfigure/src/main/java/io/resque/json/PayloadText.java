package io.resque.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A payload for people to look at, whoever wrote it, without its {@link Secrets}.
 *
 * @param name name of the job (of an ActiveJob: the class inside), or a stand-in in
 * parentheses
 * @param args args as JSON text, at most about {@value #MAX_LENGTH} characters
 */
public record PayloadText(String name, String args) {

	/** Most characters of the text of args; a payload may have megabytes. */
	public static final int MAX_LENGTH = 2000;

	/** Name of what cannot be decoded. */
	public static final String UNDECODABLE = "(undecodable)";

	private static final String ACTIVE_JOB = "ActiveJob::QueueAdapters::ResqueAdapter::JobWrapper";

	/**
	 * Shows a payload as it lies on a queue.
	 * @param payload the payload, JSON or not
	 * @param json reads and writes JSON
	 * @return what can be shown
	 */
	public static PayloadText of(byte[] payload, ResqueJson json) {
		try {
			return ofDecoded(json.decode(payload), json);
		}
		catch (JsonException ex) {
			return undecodable(payload);
		}
	}

	/**
	 * Shows a decoded payload.
	 * @param payload the decoded payload, of whatever type
	 * @param json writes JSON
	 * @return what can be shown
	 */
	public static PayloadText ofDecoded(@Nullable Object payload, ResqueJson json) {
		if (!(payload instanceof Map<?, ?> map)) {
			return new PayloadText("(no job)", DisplayText.of(payload, json));
		}
		Object args = map.get("args");
		Object shown = (args != null) ? args : List.of();
		return (map.get("class") instanceof String name)
				? new PayloadText(name(name, args), DisplayText.of(name, shown, json))
				: new PayloadText("(no class)", DisplayText.of(shown, json));
	}

	/**
	 * When a job was enqueued, in the words of its payload.
	 * @param payload the payload, JSON or not
	 * @param json reads JSON
	 * @return the text; null unless ActiveJob has enqueued it and says so
	 */
	public static @Nullable String enqueuedAt(byte[] payload, ResqueJson json) {
		try {
			return (json.decode(payload) instanceof Map<?, ?> map && ACTIVE_JOB.equals(map.get("class"))
					&& activeJob(map.get("args")).get("enqueued_at") instanceof String time) ? time : null;
		}
		catch (JsonException ex) {
			// Then it says nothing.
			return null;
		}
	}

	/**
	 * Shows the args of a job as JSON text.
	 * @param job name of the job
	 * @param args its args
	 * @param json writes JSON
	 * @return the text, shortened
	 */
	public static String args(String job, List<?> args, ResqueJson json) {
		return DisplayText.of(job, args, json);
	}

	/**
	 * Shows a setting of a schedule as JSON text. What its {@code parameters} say by
	 * default becomes an argument, and is hidden where that is.
	 * @param job name of the job of the schedule
	 * @param name name of the setting
	 * @param value its value
	 * @param json writes JSON
	 * @return the text, shortened
	 */
	public static String setting(String job, String name, @Nullable Object value, ResqueJson json) {
		return DisplayText.setting(job, name, value, json);
	}

	/**
	 * Hides what nobody is to see, and shortens nothing.
	 * @param payload the payload, JSON or not
	 * @param json reads and writes JSON
	 * @return a payload without it; the payload itself where there is nothing to hide
	 */
	public static byte[] masked(byte[] payload, ResqueJson json) {
		try {
			if (json.decode(payload) instanceof Map<?, ?> map) {
				Map<String, @Nullable Object> masked = DisplayText.whole(map);
				return masked.equals(map) ? payload : json.encode(masked);
			}
		}
		catch (JsonException ex) {
			// Then it is a text like any other.
		}
		String text = new String(payload, StandardCharsets.UTF_8);
		String masked = Secrets.mask(text);
		return masked.equals(text) ? payload : masked.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Shows any decoded value as JSON text.
	 * @param value the value
	 * @param json writes JSON
	 * @return the text, shortened
	 */
	public static String shortened(@Nullable Object value, ResqueJson json) {
		return DisplayText.of(value, json);
	}

	/**
	 * Shows bytes that are no JSON.
	 * @param bytes the bytes
	 * @return their text, as far as it is text
	 */
	public static PayloadText undecodable(byte[] bytes) {
		int length = Math.min(bytes.length, MAX_LENGTH * 4);
		String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
		return new PayloadText(UNDECODABLE, WellFormed.shortened(Secrets.mask(text), MAX_LENGTH));
	}

	private static String name(String name, @Nullable Object args) {
		if (name.equals(ACTIVE_JOB) && activeJob(args).get("job_class") instanceof String inside) {
			name = inside;
		}
		return WellFormed.shortened(name, MAX_LENGTH);
	}

	private static Map<?, ?> activeJob(@Nullable Object args) {
		return (args instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?> job) ? job
				: Map.of();
	}

}
