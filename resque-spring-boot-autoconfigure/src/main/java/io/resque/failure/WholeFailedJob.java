package io.resque.failure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.json.PayloadText;
import io.resque.json.ResqueJson;
import io.resque.json.WellFormed;

/**
 * A failed job with all that its entry tells.
 *
 * @param failed what lists show of it
 * @param payload its payload as JSON text without what looks like a secret, or the text
 * of bytes that are no JSON; at most {@value #MAX_LENGTH} characters
 * @param editing whether its args can be edited
 * @param args its args as JSON text as they are, where they can be edited; empty
 * otherwise
 */
public record WholeFailedJob(FailedJob failed, String payload, Editing editing, String args) {

	/** Most characters of the text of a payload, or of args that can be edited. */
	public static final int MAX_LENGTH = 50_000;

	static WholeFailedJob of(FailedJob failed, StoredEntry entry, ResqueJson json) {
		byte[] raw = entry.isReadable() ? entry.rawPayload() : entry.bytes();
		if (raw != null) {
			return new WholeFailedJob(failed, text(PayloadText.masked(raw, json)), Editing.NO_ARGS, "");
		}
		Object payload = entry.member("payload");
		byte[] plain = json.encode(payload);
		byte[] masked = PayloadText.masked(plain, json);
		String text = text(masked);
		Object args = (payload instanceof Map<?, ?> members) ? args(members) : null;
		if (!entry.isRetriable() || !(args instanceof List<?>)) {
			return new WholeFailedJob(failed, text, Editing.NO_ARGS, "");
		}
		if (!Arrays.equals(plain, masked)) {
			return new WholeFailedJob(failed, text, Editing.SECRET, "");
		}
		String whole = new String(json.encode(args), StandardCharsets.UTF_8);
		return (whole.length() > MAX_LENGTH) ? new WholeFailedJob(failed, text, Editing.TOO_LONG, "")
				: new WholeFailedJob(failed, text, Editing.POSSIBLE, whole);
	}

	private static String text(byte[] bytes) {
		return WellFormed.shortened(new String(bytes, StandardCharsets.UTF_8), MAX_LENGTH);
	}

	private static @Nullable Object args(Map<?, ?> payload) {
		Object args = payload.get("args");
		return (args != null) ? args : List.of();
	}

	/** Whether args can be edited. */
	public enum Editing {

		/** They can. */
		POSSIBLE,

		/** They have what looks like a secret, which nobody is shown. */
		SECRET,

		/** They are too long. */
		TOO_LONG,

		/** The entry has no job, or one whose args are no list. */
		NO_ARGS

	}

}
