package io.resque.failure;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.resque.event.FailureEvent;
import io.resque.event.ResqueEvents;
import io.resque.json.PayloadText;
import io.resque.json.ResqueJson;

/**
 * The backend {@code log}: a failure is a line of the log, and nothing in Redis. More
 * people read a log than may see what jobs are given, so it is without secrets.
 */
final class LogBackend implements FailureBackend {

	private final FailureEntries entries;

	private final ResqueJson json;

	private final ResqueEvents events;

	LogBackend(FailureEntries entries, ResqueJson json, ResqueEvents events) {
		this.entries = entries;
		this.json = json;
		this.events = events;
	}

	@Override
	public byte @Nullable [] save(JobFailure failure) {
		JobFailure masked = new JobFailure(failure.queue(), PayloadText.masked(failure.payload(), this.json),
				failure.exception(), failure.error(), failure.backtrace(), failure.workerId(), failure.failedAt());
		String entry = new String(this.entries.save(masked), StandardCharsets.UTF_8);
		this.events.announce(new FailureEvent.Logged(failure.queue(), entry));
		return null;
	}

}
