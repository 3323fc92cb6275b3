package io.resque;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.resque.json.JsonException;
import io.resque.json.ResqueJson;

/**
 * Jobs as payloads and back: {@code {"class":…,"args":[…]}}.
 */
public final class JobCodec {

	private static final byte[] QUEUE = ",\"queue\":".getBytes(StandardCharsets.UTF_8);

	private final ResqueJson json;

	public JobCodec(ResqueJson json) {
		this.json = json;
	}

	/** The JSON that payloads are written in. */
	public ResqueJson json() {
		return this.json;
	}

	/**
	 * Writes a payload.
	 * @param name name of the job
	 * @param args its arguments
	 * @return the payload
	 */
	public byte[] encode(String name, List<? extends @Nullable Object> args) {
		Map<String, Object> payload = new LinkedHashMap<>();
		payload.put("class", name);
		payload.put("args", args);
		return this.json.encode(payload);
	}

	/**
	 * Writes a payload whose job belongs to a trace.
	 * @param name name of the job
	 * @param args its arguments
	 * @param trace what becomes the member {@code trace}; empty for none
	 * @return the payload
	 */
	public byte[] encode(String name, List<? extends @Nullable Object> args, Map<String, String> trace) {
		return TraceMember.addTo(encode(name, args), trace, this.json);
	}

	/**
	 * The trace of a job.
	 * @param payload its payload, or the item of a delayed job
	 * @return the member {@code trace}; empty when there is none
	 */
	public Map<String, String> trace(byte[] payload) {
		return TraceMember.of(payload, this.json);
	}

	/**
	 * Writes an item for a delayed job: its payload with the queue as third member.
	 * @param payload the payload, as {@link #encode} writes it
	 * @param queue the queue
	 * @param trace the trace that the job belongs to, or nothing
	 * @return the item
	 */
	byte[] encodeDelayed(byte[] payload, String queue, Map<String, String> trace) {
		byte[] name = this.json.encode(queue);
		ByteBuffer item = ByteBuffer.allocate(payload.length + QUEUE.length + name.length);
		item.put(payload, 0, payload.length - 1).put(QUEUE).put(name).put((byte) '}');
		return TraceMember.addTo(item.array(), trace, this.json);
	}

	/**
	 * The item for a payload of whatever origin; the payload itself when it is no job:
	 * then it goes to the failed list when it is due.
	 */
	byte[] delayedItem(String queue, byte[] payload) {
		try {
			Job job = decode(queue, payload);
			return encodeDelayed(encode(job.name(), job.args()), queue, trace(payload));
		}
		catch (DecodeException | JsonException ex) {
			return payload;
		}
	}

	/**
	 * Reads an item of a delayed job of whatever origin: an object is one argument,
	 * unlike in a payload, any other single value too, and the queue is empty when it
	 * names none.
	 * @param item the item
	 * @return the job
	 * @throws DecodeException when it is no job; the message says why
	 */
	Job decodeDelayed(byte[] item) {
		Object decoded = read(item);
		if (decoded instanceof Map<?, ?> members && members.get("args") instanceof Map<?, ?> argument) {
			Map<Object, Object> wrapped = new LinkedHashMap<>(members);
			wrapped.put("args", List.of(argument));
			decoded = wrapped;
		}
		Object queue = (decoded instanceof Map<?, ?> members) ? members.get("queue") : null;
		return job((queue instanceof String name) ? name : "", decoded);
	}

	/**
	 * Reads a payload of whatever origin: missing args are none, a single value instead
	 * of a list is one argument, an object becomes its pairs as Ruby would splat it,
	 * further members are ignored.
	 * @param queue the queue it came from
	 * @param payload the payload
	 * @return the job
	 * @throws DecodeException when it is no job; the message says why
	 */
	public Job decode(String queue, byte[] payload) {
		try {
			return job(queue, read(payload));
		}
		catch (DecodeException ex) {
			throw ex;
		}
		catch (RuntimeException | StackOverflowError ex) {
			// Whatever a payload does to the decoder, it has an outcome.
			throw new DecodeException("The payload cannot be read: " + ex, ex);
		}
	}

	/** Reads any JSON of a queue. */
	@Nullable Object read(byte[] payload) {
		try {
			return this.json.decode(payload);
		}
		catch (JsonException ex) {
			throw new DecodeException(
					"payload is no JSON: " + StringUtils.uncapitalizeAsProperty(String.valueOf(ex.getMessage())), ex);
		}
	}

	private static Job job(String queue, @Nullable Object decoded) {
		if (!(decoded instanceof Map<?, ?> payload)) {
			throw new DecodeException("payload is JSON but no object (" + ResqueJson.typeOf(decoded) + ")", null);
		}
		Object name = payload.get("class");
		if (name instanceof String text && !text.isEmpty()) {
			return new Job(queue, text, args(payload.get("args")));
		}
		throw new DecodeException("payload has no class name (class is " + absence(payload, name) + ")", null);
	}

	private static String absence(Map<?, ?> payload, @Nullable Object name) {
		if (name == null) {
			return payload.containsKey("class") ? "null" : "missing";
		}
		String type = ResqueJson.typeOf(name);
		return switch (type) {
			case "string" -> "empty";
			case "array", "object" -> "an " + type;
			default -> "a " + type;
		};
	}

	private static List<@Nullable Object> args(@Nullable Object args) {
		List<@Nullable Object> list = new ArrayList<>();
		if (args instanceof List<?> elements) {
			list.addAll(elements);
		}
		else if (args instanceof Map<?, ?> members) {
			members.forEach((key, value) -> list.add(Arrays.asList(key, value)));
		}
		else if (args != null) {
			list.add(args);
		}
		return list;
	}

}
