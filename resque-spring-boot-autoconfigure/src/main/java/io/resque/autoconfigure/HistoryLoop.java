package io.resque.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import io.resque.event.ResqueEvents;
import io.resque.redis.HistoryStore;
import io.resque.worker.loop.Turn;

/**
 * Has the numbers of the namespace noted once a minute, for the chart of the dashboard:
 * each worker process asks, whoever comes first does it. On a thread of its own, so that
 * no duty has to wait for another one.
 */
final class HistoryLoop extends LoopLifecycle {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration LAST_WORDS = Duration.ofSeconds(1);

	private final HistoryStore history;

	private final Clock clock;

	private boolean begun;

	HistoryLoop(HistoryStore history, ResqueEvents events, Clock clock) {
		super("history", LAST_WORDS, events);
		this.history = history;
		this.clock = clock;
	}

	@Override
	void begin() {
		this.begun = false;
	}

	/** Not at once: what lives less than a minute leaves nothing behind. */
	@Override
	Turn runOnce() {
		if (!this.begun) {
			this.begun = true;
			return Turn.silent(MINUTE);
		}
		this.history.sample();
		return Turn.answered(MINUTE.minusMillis(this.clock.millis() % MINUTE.toMillis()));
	}

}
