package io.resque.worker.fork;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.JobContext;
import io.resque.StopRequest;
import io.resque.json.JsonException;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

/**
 * What a worker and its child say to each other: a frame of JSON,
 * {@code {"say":"perform",…}}, and a second one with the payload of a job.
 *
 * @param kind what is said
 * @param details what belongs to it
 * @param payload the job to perform
 */
record Message(Kind kind, Map<String, @Nullable Object> details, byte[] payload) {

	private static final byte[] NO_PAYLOAD = {};

	private static final Duration REST = Duration.ofSeconds(30);

	/** Raised when an older end could not understand a newer one. */
	static final int VERSION = 3;

	private static final ResqueJson JSON = new ResqueJson(JsonProfile.CLASSIC);

	/** Said after nearly each job, and so neither written nor read anew. */
	private static final byte[] PERFORMED = of(Kind.PERFORMED).encoded();

	/** What can be said. */
	enum Kind {

		/** Parent: version, and the properties of the child's context. */
		HELLO,

		/** Child: it can perform jobs. */
		READY,

		/** Parent: perform a job. */
		PERFORM,

		/** Parent: ask the job to stop. */
		STOP,

		/** Child: does the lease of the job hold? Parent: it does, or not. */
		OWNER,

		/** Child: the job was performed. */
		PERFORMED,

		/** Child: a hook left the job unperformed. */
		SKIPPED,

		/** Child: the job failed. */
		FAILED,

		/** Child: somebody has called for its exit. */
		EXITING

	}

	static Message of(Kind kind) {
		return new Message(kind, Map.of(), NO_PAYLOAD);
	}

	/** The order to perform a job. */
	static Message order(JobContext context, byte[] payload) {
		Map<String, @Nullable Object> details = new LinkedHashMap<>();
		details.put("queue", context.job().queue());
		details.put("worker", context.workerId());
		details.put("token", context.fencingToken());
		details.put("rerun", context.possibleRerun());
		return new Message(Kind.PERFORM, details, payload);
	}

	/** The order to perform a job that is none. */
	static Message rehearsal(String payload) {
		return of(Kind.PERFORM).with("queue", Rehearsal.NAME)
			.with("worker", Rehearsal.NAME)
			.with("token", 0)
			.with("rehearsal", true)
			.with(payload.getBytes(StandardCharsets.UTF_8));
	}

	/** The order to stop it. */
	static Message order(StopRequest stop) {
		return of(Kind.STOP).with("reason", stop.reason().name()).with("text", stop.message());
	}

	/** Why the job is to stop. */
	StopRequest stopRequest() {
		return new StopRequest(StopRequest.Reason.valueOf(text("reason")), text("text"));
	}

	/** With another detail. */
	Message with(String name, @Nullable Object value) {
		Map<String, @Nullable Object> longer = new LinkedHashMap<>(this.details);
		longer.put(name, value);
		return new Message(this.kind, longer, this.payload);
	}

	/** With the payload of a job. */
	Message with(byte[] payload) {
		return new Message(this.kind, this.details, payload);
	}

	/** Says it. */
	void send(Link link) throws IOException {
		if (this.kind == Kind.PERFORM) {
			link.send(head(), this.payload);
		}
		else {
			link.send(head());
		}
	}

	/** The frame without the payload. */
	byte[] head() {
		return (this.kind == Kind.PERFORMED && this.details.isEmpty()) ? PERFORMED : encoded();
	}

	private byte[] encoded() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("say", this.kind.name().toLowerCase(Locale.ROOT));
		json.putAll(this.details);
		return JSON.encode(json);
	}

	/**
	 * Waits for what the other end says.
	 * @param link the connection
	 * @param timeout how long to wait; zero looks without waiting
	 * @return the message, or null when none came in time
	 * @throws IOException when the other end is gone, or says what is no message
	 * @throws InterruptedException when interrupted before a message came
	 */
	static @Nullable Message receive(Link link, Duration timeout) throws IOException, InterruptedException {
		byte[] frame = link.receive(timeout);
		if (frame == null) {
			return null;
		}
		Message message = read(frame);
		return (message.kind() == Kind.PERFORM) ? message.with(payload(link)) : message;
	}

	/** It was sent with the first frame and is on its way. */
	private static byte[] payload(Link link) throws IOException {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					byte[] payload = link.receive(REST);
					if (payload == null) {
						throw new IOException("The payload of the job is missing");
					}
					return payload;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Reads a frame without payload. */
	static Message read(byte[] frame) throws IOException {
		if (Arrays.equals(frame, PERFORMED)) {
			return of(Kind.PERFORMED);
		}
		try {
			if (JSON.decode(frame) instanceof Map<?, ?> json) {
				Map<String, @Nullable Object> details = new LinkedHashMap<>();
				json.forEach((name, value) -> details.put(String.valueOf(name), value));
				String kind = String.valueOf(details.remove("say"));
				return new Message(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), details, NO_PAYLOAD);
			}
		}
		catch (JsonException | IllegalArgumentException ex) {
			throw new IOException("No message: " + ex.getMessage(), ex);
		}
		throw new IOException("No message: JSON, but no object");
	}

	String text(String name) {
		return String.valueOf(this.details.get(name));
	}

	long number(String name) {
		return (this.details.get(name) instanceof Number number) ? number.longValue() : 0;
	}

	boolean flag(String name) {
		return Boolean.TRUE.equals(this.details.get(name));
	}

	List<String> lines(String name) {
		return (this.details.get(name) instanceof List<?> lines) ? lines.stream().map(String::valueOf).toList()
				: List.of();
	}

	Map<String, String> texts(String name) {
		Map<String, String> texts = new LinkedHashMap<>();
		if (this.details.get(name) instanceof Map<?, ?> map) {
			map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
		}
		return texts;
	}

}
