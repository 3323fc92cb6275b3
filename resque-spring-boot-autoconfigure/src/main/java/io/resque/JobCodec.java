package io.resque;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.json.ResqueJson;

/**
 * Jobs as payloads and back: {@code {"class":…,"args":[…]}}.
 */
public final class JobCodec {

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
		throw new UnsupportedOperationException();
	}

	/**
	 * Reads a payload of whatever origin: missing args are none, an object instead of a list becomes its pairs as Ruby
	 * would splat it, further members are ignored.
	 * @param queue the queue it came from
	 * @param payload the payload
	 * @return the job
	 * @throws DecodeException when it is no job; the message says why
	 */
	public Job decode(String queue, byte[] payload) {
		throw new UnsupportedOperationException();
	}

}
