package io.resque.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

import io.resque.event.ResqueEvents;
import io.resque.failure.FailureRetention;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Outage;
import io.resque.worker.loop.Turn;

/**
 * Drops failed jobs that are too many or too old, once a minute, in each process that may
 * have workers. On a thread of its own: neither a lease nor a schedule has to wait for a
 * list of a million.
 */
final class RetentionLoop implements SmartLifecycle {

	private static final Duration INTERVAL = Duration.ofMinutes(1);

	private static final Duration LAST_WORDS = Duration.ofSeconds(3);

	private final FailureRetention retention;

	private final boolean wanted;

	private final ResqueEvents events;

	private @Nullable Loop loop;

	RetentionLoop(FailureRetention retention, boolean wanted, ResqueEvents events) {
		this.retention = retention;
		this.wanted = wanted;
		this.events = events;
	}

	@Override
	public synchronized void start() {
		if (this.loop == null) {
			this.loop = new Loop("retention", () -> Turn.answered(this.retention.runOnce() ? Duration.ZERO : INTERVAL),
					new Outage(this.events, () -> {
					}), this.events);
			this.loop.start();
		}
	}

	@Override
	public synchronized void stop() {
		Loop stopping = this.loop;
		this.loop = null;
		if (stopping != null) {
			try {
				stopping.stop(LAST_WORDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.loop != null;
	}

	@Override
	public boolean isAutoStartup() {
		return this.wanted;
	}

}
