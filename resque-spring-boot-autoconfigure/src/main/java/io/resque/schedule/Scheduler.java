package io.resque.schedule;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

import io.resque.event.ResqueEvents;
import io.resque.redis.RedisCallException;
import io.resque.redis.Term;
import io.resque.schedule.DelayedPump.Pumped;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Outage;
import io.resque.worker.loop.Turn;

/**
 * Brings delayed jobs and those of schedules to their queues, while this process is the
 * scheduler. It looks at each second boundary of the clock of Redis; other processes look
 * whether they have to take over.
 */
public final class Scheduler implements SmartLifecycle {

	/** Before the workers, and so stopped after them. */
	public static final int PHASE = DEFAULT_PHASE - 110;

	private static final Duration LAST_WORDS = Duration.ofSeconds(3);

	/** How long to go on without a look at the lock. */
	private static final Duration SLICE = Duration.ofSeconds(1);

	private final Leadership leadership;

	private final DelayedPump pump;

	private final ScheduleRunner schedules;

	private final DeclaredSchedules declared;

	private final ResqueEvents events;

	private final boolean candidate;

	private @Nullable Loop loop;

	Scheduler(Leadership leadership, DelayedPump pump, ScheduleRunner schedules, DeclaredSchedules declared,
			ResqueEvents events, boolean candidate) {
		this.leadership = leadership;
		this.pump = pump;
		this.schedules = schedules;
		this.declared = declared;
		this.events = events;
		this.candidate = candidate;
	}

	@Override
	public synchronized void start() {
		if (this.loop == null) {
			this.loop = new Loop("scheduler", this::runOnce, new Outage(this.events, () -> {
			}), this.events);
			this.loop.start();
		}
	}

	@Override
	public synchronized void stop() {
		Loop stopping = this.loop;
		this.loop = null;
		if (stopping == null) {
			return;
		}
		try {
			stopping.stop(LAST_WORDS);
			this.leadership.stepDown();
		}
		catch (RedisCallException ex) {
			// The lock runs out by itself, and the loop has told of the outage.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.loop != null;
	}

	@Override
	public boolean isAutoStartup() {
		return this.candidate;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/** Does what is due now. */
	Turn runOnce() {
		Term term = this.leadership.renew();
		if (term == null) {
			this.declared.publish();
			return Turn.answered(this.leadership.untilNextLook());
		}
		Pumped pumped = this.pump.run(this.leadership::current, SLICE);
		this.declared.publish();
		this.schedules.run(this.leadership::current, pumped.now());
		return Turn.answered(pumped.more() ? Duration.ZERO : pumped.untilNextSecond());
	}

}
