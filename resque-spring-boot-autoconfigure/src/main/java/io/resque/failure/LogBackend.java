package io.resque.failure;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.resque.event.FailureEvent;
import io.resque.event.ResqueEvents;

/**
 * The backend {@code log}: a failure is a line of the log, and nothing in Redis.
 */
final class LogBackend implements FailureBackend {

	private final FailureEntries entries;

	private final ResqueEvents events;

	LogBackend(FailureEntries entries, ResqueEvents events) {
		this.entries = entries;
		this.events = events;
	}

	@Override
	public byte @Nullable [] save(JobFailure failure) {
		String entry = new String(this.entries.save(failure), StandardCharsets.UTF_8);
		this.events.announce(new FailureEvent.Logged(failure.queue(), entry));
		return null;
	}

}
