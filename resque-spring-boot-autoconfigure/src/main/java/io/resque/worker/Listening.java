package io.resque.worker;

import java.time.Duration;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.redis.ControlChannel;
import io.resque.redis.RedisCallException;
import io.resque.redis.RedisCallException.Outcome;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Turn;

/**
 * Keeps this process listening to orders. Where Redis does not allow it jobs are
 * performed all the same.
 */
final class Listening implements Loop.Duty {

	private static final Duration LOOK = Duration.ofSeconds(1);

	private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);

	private final ControlChannel channel;

	private final ControlChannel.Orders orders;

	private final ResqueEvents events;

	private boolean refused;

	Listening(ControlChannel channel, ControlChannel.Orders orders, ResqueEvents events) {
		this.channel = channel;
		this.orders = orders;
		this.events = events;
	}

	@Override
	public Turn runOnce() throws InterruptedException {
		try {
			boolean asked = this.channel.listen(this.orders);
			this.refused &= !asked;
			return new Turn(LOOK, asked);
		}
		catch (RedisCallException ex) {
			if (ex.outcome() != Outcome.REFUSED) {
				// Jobs are performed all the same, and other loops tell of an outage.
				return Turn.silent(LOOK);
			}
			if (!this.refused) {
				this.refused = true;
				this.events.announce(new WorkerEvent.Doubtful(
						ex.getMessage() + ". Jobs of this process cannot be killed from elsewhere until it does"));
			}
			return Turn.answered(AFTER_REFUSAL);
		}
	}

}
