package io.resque.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

import io.resque.event.ResqueEvents;
import io.resque.redis.HistoryStore;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Outage;
import io.resque.worker.loop.Turn;

/**
 * Has the numbers of the namespace noted once a minute, for the chart of the dashboard:
 * each worker process asks, whoever comes first does it. On a thread of its own, so that
 * no duty has to wait for another one.
 */
final class HistoryLoop implements SmartLifecycle {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration LAST_WORDS = Duration.ofSeconds(1);

	private final HistoryStore history;

	private final ResqueEvents events;

	private final Clock clock;

	private @Nullable Loop loop;

	private boolean begun;

	HistoryLoop(HistoryStore history, ResqueEvents events, Clock clock) {
		this.history = history;
		this.events = events;
		this.clock = clock;
	}

	/** Not at once: what lives less than a minute leaves nothing behind. */
	Turn runOnce() {
		if (!this.begun) {
			this.begun = true;
			return Turn.silent(MINUTE);
		}
		this.history.sample();
		return Turn.answered(MINUTE.minusMillis(this.clock.millis() % MINUTE.toMillis()));
	}

	@Override
	public synchronized void start() {
		if (this.loop == null) {
			this.begun = false;
			this.loop = new Loop("history", this::runOnce, new Outage(this.events, () -> {
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

}
