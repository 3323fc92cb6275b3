package io.resque.failure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.json.PayloadText;
import io.resque.json.ResqueJson;
import io.resque.json.WellFormed;
import io.resque.redis.RubyTime;

/**
 * Makes of an entry what can be shown, whatever is missing or strange.
 */
final class FailedJobReader {

	private static final int MAX_TEXT_LENGTH = 20_000;

	private static final int MAX_FRAMES = 500;

	private final String failureQueue;

	private final ResqueJson json;

	FailedJobReader(String failureQueue, ResqueJson json) {
		this.failureQueue = failureQueue;
		this.json = json;
	}

	FailedJob read(StoredEntry entry) {
		String failedAt = text(entry, "failed_at");
		PayloadText payload = payload(entry);
		return new FailedJob(this.failureQueue, entry.index(), entry.id(), RubyTime.parse(failedAt), failedAt,
				text(entry, "queue"), payload.name(), payload.args(), text(entry, "exception"),
				entry.isReadable() ? text(entry, "error") : entry.problem(), backtrace(entry.member("backtrace")),
				text(entry, "worker"), entry.isRetried() ? text(entry, "retried_at") : null, entry.isReadable());
	}

	private PayloadText payload(StoredEntry entry) {
		byte[] raw = entry.isReadable() ? entry.rawPayload() : entry.bytes();
		return (raw != null) ? PayloadText.undecodable(raw) : PayloadText.ofDecoded(entry.member("payload"), this.json);
	}

	private List<String> backtrace(@Nullable Object backtrace) {
		List<String> frames = new ArrayList<>();
		if (backtrace instanceof List<?> list) {
			list.stream().limit(MAX_FRAMES).forEach((frame) -> frames.add(text(frame)));
		}
		else {
			text(backtrace).lines().limit(MAX_FRAMES).forEach(frames::add);
		}
		return frames;
	}

	private String text(StoredEntry entry, String member) {
		return text(entry.member(member));
	}

	private String text(@Nullable Object value) {
		if (value == null) {
			return "";
		}
		return (value instanceof String text) ? WellFormed.shortened(text, MAX_TEXT_LENGTH)
				: PayloadText.shortened(value, this.json);
	}

}
