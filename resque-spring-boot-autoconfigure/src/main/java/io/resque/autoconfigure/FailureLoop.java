package io.resque.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.resque.canary.CanaryRetries;
import io.resque.event.ResqueEvents;
import io.resque.failure.FailureRetention;
import io.resque.failure.Failures;
import io.resque.worker.loop.Turn;

/**
 * What goes on with failed jobs by itself, in each process that may have workers: canary
 * retries, and once a minute the count of groups and what is too much or too old. On a
 * thread of its own: neither a lease nor a schedule has to wait for a list of a million.
 */
final class FailureLoop extends LoopLifecycle {

	private static final Duration UPKEEP = Duration.ofMinutes(1);

	private static final Duration IDLE = Duration.ofSeconds(5);

	private static final Duration CANARY = Duration.ofSeconds(1);

	/** Where there is much to do, jobs get the processor in between. */
	private static final Duration BUSY = Duration.ofMillis(250);

	private static final Duration LAST_WORDS = Duration.ofSeconds(3);

	private final FailureRetention retention;

	private final Failures failures;

	private final CanaryRetries canaries;

	private final Clock clock;

	private Instant nextUpkeep = Instant.MIN;

	FailureLoop(FailureRetention retention, Failures failures, CanaryRetries canaries, ResqueEvents events,
			Clock clock) {
		super("failures", LAST_WORDS, events);
		this.retention = retention;
		this.failures = failures;
		this.canaries = canaries;
		this.clock = clock;
	}

	@Override
	Turn runOnce() {
		boolean canary = this.canaries.runOnce();
		Instant now = this.clock.instant();
		boolean more = false;
		if (!now.isBefore(this.nextUpkeep)) {
			more = this.retention.runOnce() | this.failures.countGroups();
			this.nextUpkeep = more ? now : now.plus(UPKEEP);
		}
		return Turn.answered(more ? BUSY : (canary ? CANARY : IDLE));
	}

}
