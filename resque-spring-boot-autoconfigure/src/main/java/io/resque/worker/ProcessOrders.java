package io.resque.worker;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.resque.event.ResqueEvents;
import io.resque.redis.ControlChannel;
import io.resque.redis.ProcessOrder;
import io.resque.redis.RedisCallException;
import io.resque.redis.RedisCallException.Outcome;
import io.resque.worker.lease.Lease;
import io.resque.worker.lease.LeaseKeeper;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Outage;
import io.resque.worker.loop.Turn;

/**
 * Does what is ordered from this process, in a thread of its own because the one that
 * hears of it must not wait; and tells how the process is, now and then and after each
 * order.
 */
final class ProcessOrders implements ControlChannel.Orders, Loop.Duty {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final Duration NOT_YET = Duration.ofMillis(100);

	private final WorkerProcess process;

	private final LeaseKeeper keeper;

	private final ProcessRecord record;

	private final Runnable stop;

	private final Loop loop;

	private final Queue<ProcessOrder> orders = new ConcurrentLinkedQueue<>();

	/**
	 * Creates it.
	 * @param process the workers of this process
	 * @param keeper knows the id of the process
	 * @param record what is told of the process
	 * @param stop stops the workers, in another thread
	 * @param outage told when Redis does not work
	 * @param events where to announce
	 */
	ProcessOrders(WorkerProcess process, LeaseKeeper keeper, ProcessRecord record, Runnable stop, Outage outage,
			ResqueEvents events) {
		this.process = process;
		this.keeper = keeper;
		this.record = record;
		this.stop = stop;
		this.loop = new Loop("process", this, outage, events);
	}

	Loop loop() {
		return this.loop;
	}

	@Override
	public void kill(String workerId, String digest) {
		this.process.jobs().kill(workerId, digest);
	}

	@Override
	public void order(ProcessOrder order, String processId) {
		Lease lease = this.keeper.current();
		if (lease != null && lease.id().equals(processId)) {
			this.orders.add(order);
			this.loop.wake();
		}
	}

	@Override
	public Turn runOnce() {
		for (ProcessOrder order = this.orders.poll(); order != null; order = this.orders.poll()) {
			switch (order) {
				case QUIET -> this.process.pause();
				case RESUME -> this.process.resume();
				case STOP -> this.stop.run();
			}
		}
		Lease lease = this.keeper.current();
		if (lease == null) {
			return Turn.silent(NOT_YET);
		}
		try {
			this.record.write(lease, this.process.isPaused());
			return Turn.answered(INTERVAL);
		}
		catch (RedisCallException ex) {
			if (ex.outcome() != Outcome.REFUSED) {
				throw ex;
			}
			// It is only for people to look at: jobs are performed all the same.
			return Turn.silent(INTERVAL);
		}
	}

}
