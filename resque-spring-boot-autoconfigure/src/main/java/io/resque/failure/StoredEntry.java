package io.resque.failure;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.ResqueException;
import io.resque.json.JsonException;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.Sha1;

/**
 * An entry as it lies in a failed list, whoever wrote it, and what becomes of it when its
 * job is retried.
 */
final class StoredEntry {

	static final String RETRIED_AT = "retried_at";

	private final long index;

	private final byte[] bytes;

	private final ResqueJson json;

	/**
	 * The decoded entry in order, or null when it is no JSON object; then there is a
	 * problem.
	 */
	private final @Nullable Map<String, @Nullable Object> members;

	private final String problem;

	StoredEntry(long index, byte[] bytes, ResqueJson json) {
		this.index = index;
		this.bytes = bytes;
		this.json = json;
		Map<String, @Nullable Object> members = null;
		String problem = "";
		try {
			members = members(json.decode(bytes));
			problem = (members != null) ? "" : "This entry is no JSON object";
		}
		catch (JsonException ex) {
			problem = "This entry cannot be decoded: " + ex.getMessage();
		}
		this.members = members;
		this.problem = problem;
	}

	/**
	 * Reads a stretch of the list; empty texts that a crash of Ruby left are no entries.
	 */
	static List<StoredEntry> read(FailureStore store, long from, long count, ResqueJson json) {
		List<StoredEntry> entries = new ArrayList<>();
		long index = from;
		for (byte[] bytes : RedisCallException.unlessWrongType(() -> store.range(from, count), List.<byte[]>of())) {
			if (bytes.length > 0) {
				entries.add(new StoredEntry(index, bytes, json));
			}
			index++;
		}
		return entries;
	}

	long index() {
		return this.index;
	}

	byte[] bytes() {
		return this.bytes;
	}

	/** SHA-1 of the bytes in hex. */
	String id() {
		return Sha1.hex(this.bytes);
	}

	/** SHA-1 in hex of what does not change when the job is retried. */
	String digest() {
		if (this.members == null) {
			return id();
		}
		Map<String, @Nullable Object> unchanged = new LinkedHashMap<>(this.members);
		unchanged.remove(RETRIED_AT);
		return Sha1.hex(encode(unchanged));
	}

	String problem() {
		return this.problem;
	}

	boolean isReadable() {
		return this.members != null;
	}

	/** A member, or null when it is missing, null, or nothing can be read. */
	@Nullable Object member(String name) {
		return (this.members != null) ? this.members.get(name) : null;
	}

	boolean isRetried() {
		return member(RETRIED_AT) != null;
	}

	/** Bytes of a payload that could not stand in the entry; null when it could. */
	byte @Nullable [] rawPayload() {
		try {
			return (member(FailureEntries.RAW_PAYLOAD) instanceof String text) ? Base64.getDecoder().decode(text)
					: null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	boolean isOfQueue(String queue) {
		return queue.equals(member("queue"));
	}

	/** Whether there is a queue and a job for it. */
	boolean isRetriable() {
		return hasQueue() && (rawPayload() != null || jobMembers() != null);
	}

	/**
	 * The queue that the job goes back to.
	 * @return its name
	 * @throws ResqueException when there is none
	 */
	String queue() {
		if (hasQueue() && member("queue") instanceof String queue) {
			return queue;
		}
		throw new ResqueException(notRetried((this.members != null) ? "it names no queue" : this.problem));
	}

	/**
	 * The payload to push: Ruby's two members first, as Ruby pushes it, and whatever else
	 * the payload had.
	 * @return the payload
	 * @throws ResqueException when there is none
	 */
	byte[] payload() {
		byte[] raw = rawPayload();
		if (raw != null) {
			return raw;
		}
		Map<String, @Nullable Object> job = job();
		Object args = job.get("args");
		return payload(job, (args != null) ? args : List.of());
	}

	/**
	 * The payload to push with further members.
	 * @param members the members
	 * @return the payload
	 * @throws ResqueException when there is none, or it cannot have members
	 */
	byte[] payloadWithMembers(Map<String, String> members) {
		if (members.isEmpty()) {
			return payload();
		}
		Map<String, @Nullable Object> job = job();
		job.putAll(members);
		Object args = job.get("args");
		return payload(job, (args != null) ? args : List.of());
	}

	/**
	 * The payload to push with other args; the rest of it stays.
	 * @param args the args
	 * @return the payload
	 * @throws ResqueException when there is none, or the args cannot be written
	 */
	byte[] payloadWith(List<? extends @Nullable Object> args) {
		return payload(job(), args);
	}

	/** The entry with the time of a retry. */
	byte[] retriedAt(String time) {
		Map<String, @Nullable Object> entry = new LinkedHashMap<>((this.members != null) ? this.members : Map.of());
		entry.put(RETRIED_AT, time);
		return encode(entry);
	}

	private byte[] payload(Map<String, @Nullable Object> job, Object args) {
		Map<String, @Nullable Object> payload = new LinkedHashMap<>();
		payload.put("class", job.get("class"));
		payload.put("args", args);
		job.forEach(payload::putIfAbsent);
		return encode(payload);
	}

	private Map<String, @Nullable Object> job() {
		Map<String, @Nullable Object> members = jobMembers();
		if (members == null) {
			throw new ResqueException(notRetried((this.members != null) ? "its payload names no class" : this.problem));
		}
		Map<String, @Nullable Object> job = new LinkedHashMap<>(members);
		job.keySet().removeIf((name) -> name.startsWith(BulkOrder.ONCE));
		return job;
	}

	private boolean hasQueue() {
		return member("queue") instanceof String queue && !queue.isBlank();
	}

	private @Nullable Map<String, @Nullable Object> jobMembers() {
		Map<String, @Nullable Object> job = members(member("payload"));
		return (job != null && job.get("class") instanceof String) ? job : null;
	}

	private byte[] encode(Map<String, @Nullable Object> value) {
		try {
			return this.json.encode(value);
		}
		catch (JsonException ex) {
			throw new ResqueException(notRetried(String.valueOf(ex.getMessage())), ex);
		}
	}

	private String notRetried(String reason) {
		return "The failed job at " + this.index + " cannot be retried: " + reason;
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Map<String, @Nullable Object> members(@Nullable Object decoded) {
		return (decoded instanceof Map<?, ?> map) ? (Map<String, @Nullable Object>) map : null;
	}

}
