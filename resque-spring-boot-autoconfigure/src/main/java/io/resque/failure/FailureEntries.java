package io.resque.failure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.JobCodec;
import io.resque.json.JsonException;
import io.resque.json.PayloadText;
import io.resque.json.RawJson;
import io.resque.json.ResqueJson;
import io.resque.json.WellFormed;
import io.resque.redis.RubyTime;

/**
 * The backends {@code redis} and {@code redis-multi-queue}: entries of Ruby's failed
 * lists: {@code failed_at, payload, exception, error, backtrace, worker, queue}, and
 * {@code retried_at} once retried. A payload that is no valid JSON object with a class
 * name, or nested too deep for Ruby, is kept as base64 in the member {@code raw_payload}
 * beside a stand-in that Ruby's pages can show.
 */
public final class FailureEntries implements FailureBackend {

	/** Member with the base64 of a payload that cannot stand in the entry. */
	static final String RAW_PAYLOAD = "raw_payload";

	private static final Map<String, Object> STAND_IN = standIn();

	private final JobCodec codec;

	public FailureEntries(JobCodec codec) {
		this.codec = codec;
	}

	/** Encodes a failure as an entry. */
	@Override
	public byte[] save(JobFailure failure) {
		boolean job = isJob(failure.payload());
		Map<String, Object> entry = members(failure, RubyTime.failedAt(failure.failedAt()), job);
		if (!job) {
			entry.put(RAW_PAYLOAD, Base64.getEncoder().encodeToString(failure.payload()));
		}
		return this.codec.json().encode(entry);
	}

	/**
	 * The entry of a failure that is not recorded because its job is tried again, as
	 * resque-retry keeps it for its page: the time has no zone.
	 */
	public byte[] whileRetried(JobFailure failure) {
		String time = RubyTime.withoutZone(failure.failedAt());
		return this.codec.json().encode(members(failure, time, isJob(failure.payload())));
	}

	private static Map<String, Object> members(JobFailure failure, String failedAt, boolean job) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("failed_at", failedAt);
		entry.put("payload", job ? new RawJson(failure.payload()) : STAND_IN);
		entry.put("exception", WellFormed.text(failure.exception()));
		entry.put("error", WellFormed.text(failure.error()));
		entry.put("backtrace", failure.backtrace().stream().map(WellFormed::text).toList());
		entry.put("worker", WellFormed.text(failure.workerId()));
		entry.put("queue", WellFormed.text(failure.queue()));
		return entry;
	}

	/**
	 * Whether the payload may stand in an entry, one level deeper than it is: so it is
	 * read inside a list.
	 */
	private boolean isJob(byte[] payload) {
		byte[] list = new byte[payload.length + 2];
		list[0] = '[';
		System.arraycopy(payload, 0, list, 1, payload.length);
		list[list.length - 1] = ']';
		try {
			return this.codec.json().decode(list) instanceof List<?> elements && elements.size() == 1
					&& elements.get(0) instanceof Map<?, ?> members && members.get("class") instanceof String;
		}
		catch (JsonException ex) {
			return false;
		}
	}

	@SuppressWarnings("unchecked")
	static List<@Nullable Object> args(String text, ResqueJson json) {
		try {
			Object decoded = json.decode(text.getBytes(StandardCharsets.UTF_8));
			if (decoded instanceof List<?> args) {
				return (List<@Nullable Object>) args;
			}
			throw new InvalidArgsException("This is no array, but " + ResqueJson.typeOf(decoded), null);
		}
		catch (JsonException ex) {
			throw new InvalidArgsException(String.valueOf(ex.getMessage()), ex);
		}
	}

	private static Map<String, Object> standIn() {
		Map<String, Object> payload = new LinkedHashMap<>();
		payload.put("class", PayloadText.UNDECODABLE);
		payload.put("args", List.of());
		return payload;
	}

}
