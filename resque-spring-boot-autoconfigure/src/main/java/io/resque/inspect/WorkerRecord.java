package io.resque.inspect;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.json.JsonException;
import io.resque.json.PayloadText;
import io.resque.json.ResqueJson;
import io.resque.redis.RubyTime;
import io.resque.redis.Sha1;

/**
 * What a worker says it works on: Ruby's members {@code queue}, {@code run_at} and
 * {@code payload}, if it says so.
 */
final class WorkerRecord {

	private final byte[] bytes;

	private final ResqueJson json;

	private final @Nullable Object decoded;

	private final boolean readable;

	WorkerRecord(byte[] bytes, ResqueJson json) {
		this.bytes = bytes;
		this.json = json;
		Object decoded = null;
		boolean readable = true;
		try {
			decoded = json.decode(bytes);
		}
		catch (JsonException ex) {
			readable = false;
		}
		this.decoded = decoded;
		this.readable = readable;
	}

	/** Queue of the job, or an empty text. */
	String queue() {
		return (member("queue") instanceof String queue) ? queue : "";
	}

	/** What can be shown of it. */
	WorkingJob job() {
		PayloadText payload = text();
		return new WorkingJob(queue(), (member("run_at") instanceof String time) ? RubyTime.parse(time) : null,
				payload.name(), payload.args(), Sha1.hex(this.bytes));
	}

	/**
	 * The payload, or the whole record where none can be found; null when it says that
	 * there is no job.
	 */
	byte @Nullable [] payload() {
		if (!(this.decoded instanceof Map<?, ?>)) {
			return this.bytes;
		}
		Object payload = member("payload");
		return (payload != null) ? this.json.encode(payload) : null;
	}

	private PayloadText text() {
		if (!this.readable) {
			return PayloadText.undecodable(this.bytes);
		}
		if (this.decoded instanceof Map<?, ?> && member("payload") == null) {
			return new PayloadText(Boolean.TRUE.equals(member("paused")) ? "(paused)" : "(no job)", "[]");
		}
		return PayloadText.ofDecoded((this.decoded instanceof Map<?, ?>) ? member("payload") : this.decoded, this.json);
	}

	private @Nullable Object member(String name) {
		return (this.decoded instanceof Map<?, ?> map) ? map.get(name) : null;
	}

}
