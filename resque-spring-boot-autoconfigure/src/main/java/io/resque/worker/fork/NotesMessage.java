package io.resque.worker.fork;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.Again;
import io.resque.RunNotes;

/**
 * What is to happen when a run is acknowledged, on its way from the child, which knows
 * it, to the parent, which does it.
 */
final class NotesMessage {

	private static final String COMMANDS = "commands";

	private static final String AGAIN = "again";

	private NotesMessage() {
	}

	/** The message of the child, with its notes. */
	static Message of(Message outcome, RunNotes notes) {
		Message message = outcome;
		if (!notes.commands().isEmpty()) {
			message = message.with(COMMANDS, notes.commands());
		}
		Again again = notes.again();
		return (again != null) ? message.with(AGAIN, members(again)) : message;
	}

	/** Copies them into the notes of the parent. */
	static void read(Message outcome, RunNotes notes) {
		if (outcome.details().get(COMMANDS) instanceof List<?> commands) {
			for (Object command : commands) {
				List<String> words = new ArrayList<>();
				((List<?>) command).forEach((word) -> words.add(String.valueOf(word)));
				notes.withAcknowledgement(words.toArray(String[]::new));
			}
		}
		if (outcome.details().get(AGAIN) instanceof Map<?, ?> members) {
			notes.runAgain(again(members));
		}
	}

	private static Map<String, @Nullable Object> members(Again again) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("delay", again.delay().toString());
		members.put("queue", again.queue());
		members.put("payload", (again.payload() != null) ? Base64.getEncoder().encodeToString(again.payload()) : null);
		members.put("recorded", again.recorded());
		return members;
	}

	private static Again again(Map<?, ?> members) {
		byte[] payload = (members.get("payload") instanceof String text)
				? Base64.getDecoder().decode(text.getBytes(StandardCharsets.US_ASCII)) : null;
		return new Again(Duration.parse(String.valueOf(members.get("delay"))),
				(members.get("queue") instanceof String queue) ? queue : null, payload,
				Boolean.TRUE.equals(members.get("recorded")));
	}

}
