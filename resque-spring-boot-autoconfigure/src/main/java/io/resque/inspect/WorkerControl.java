package io.resque.inspect;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.resque.Names;
import io.resque.ResqueException;
import io.resque.redis.ControlStore;
import io.resque.redis.LeaseStore;
import io.resque.redis.PauseStore;
import io.resque.redis.ProcessOrder;
import io.resque.redis.QueueStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.redis.Sha1;
import io.resque.redis.StoredProcess;
import io.resque.redis.WorkerStore;

/**
 * Steers the workers of a namespace, in whatever process they are.
 */
public final class WorkerControl {

	private final WorkerStore workers;

	private final ServerStore server;

	private final ControlStore control;

	private final LeaseStore leases;

	private final QueueStore queues;

	private final PauseStore pauses;

	public WorkerControl(ResqueRedis redis) {
		this.workers = new WorkerStore(redis);
		this.server = new ServerStore(redis);
		this.control = new ControlStore(redis);
		this.leases = new LeaseStore(redis);
		this.queues = new QueueStore(redis);
		this.pauses = new PauseStore(redis);
	}

	/**
	 * Has the job end that a worker of this library performs now: its thread is
	 * interrupted, and unless it ends in order it fails with a
	 * {@link io.resque.TermException}; a child process that goes on is ended. For jobs
	 * that have run for so long that they are shown, 50 ms. Does not wait for the end.
	 * @param workerId the worker
	 * @return whether the worker shows a job; no confirmation that it ends
	 */
	public boolean killJob(String workerId) {
		byte[] record = this.workers.working(List.of(workerId)).get(workerId);
		if (record != null) {
			this.control.kill(workerId, Sha1.hex(record));
		}
		return record != null;
	}

	/**
	 * The same for one job that the worker showed, and no later one.
	 * @param workerId the worker
	 * @param jobId id of the job ({@link WorkingJob#id()})
	 * @return whether the worker still shows that job; no confirmation that it ends
	 */
	public boolean killJob(String workerId, String jobId) {
		byte[] record = this.workers.working(List.of(workerId)).get(workerId);
		boolean shown = record != null && Sha1.hex(record).equals(jobId);
		if (shown) {
			this.control.kill(workerId, jobId);
		}
		return shown;
	}

	/**
	 * Has one process of this library take no more jobs until it is resumed or starts
	 * anew; what runs goes on, what it has fetched and not started goes back.
	 * @param processId id of the process ({@link ProcessInfo#id()})
	 * @return false when it is gone; no confirmation that it does so
	 */
	public boolean quiet(String processId) {
		return order(ProcessOrder.QUIET, processId);
	}

	/**
	 * Has one process take jobs again.
	 * @param processId id of the process
	 * @return false when it is gone
	 */
	public boolean resume(String processId) {
		return order(ProcessOrder.RESUME, processId);
	}

	/**
	 * Has the workers of one process stop as when its application stops. A process that
	 * is nothing but a worker exits; the application of a web server goes on without
	 * workers.
	 * @param processId id of the process
	 * @return false when it is gone; no confirmation that it stops
	 */
	public boolean stop(String processId) {
		return order(ProcessOrder.STOP, processId);
	}

	/** An id is not reused, so that no other process is ever hit. */
	private boolean order(ProcessOrder order, String processId) {
		List<StoredProcess> found = this.leases.processes(List.of(processId));
		boolean alive = !found.isEmpty() && !found.get(0).left().isNegative();
		if (alive) {
			this.control.order(order, processId);
		}
		return alive;
	}

	/**
	 * Has all workers take no more jobs, Ruby's too, until they are resumed; what runs
	 * goes on. Survives restarts ({@code SET pause-all-workers true}).
	 */
	public void pause() {
		this.server.pauseAllWorkers(true);
	}

	/** Has all workers take jobs again, Ruby's too ({@code DEL pause-all-workers}). */
	public void resume() {
		this.server.pauseAllWorkers(false);
	}

	/**
	 * Has nobody take jobs from a queue until it is resumed; what runs goes on, and what
	 * waits keeps its order. Survives restarts. Ruby's workers heed it with the plugin
	 * resque-pause ({@code SET pause:queue:<queue> true}).
	 * @param queue name of the queue, which need not exist yet
	 */
	public void pauseQueue(String queue) {
		this.pauses.pause(Names.queue(queue));
	}

	/**
	 * Has workers take jobs from a queue again, within a second.
	 * @param queue name of the queue
	 * @return false when it was not paused
	 */
	public boolean resumeQueue(String queue) {
		return this.pauses.resume(Names.queue(queue));
	}

	/** Whether a queue is paused. */
	public boolean isPaused(String queue) {
		return !this.pauses.paused(Set.of(queue)).isEmpty();
	}

	/** The known queues that are paused, in byte order. */
	public Set<String> pausedQueues() {
		return this.pauses.paused(RedisCallException.unlessWrongType(this.queues::names, Set.of()));
	}

	/**
	 * Has no worker of this library perform jobs of one kind until they are resumed;
	 * others in the same queues go on, what runs goes on, too. Those that a worker meets
	 * go aside: they are out of their queue then, and keep their order. Survives
	 * restarts. Ruby's workers know nothing of it.
	 * @param name name of the job, as in its payload
	 */
	public void pauseJob(String name) {
		this.pauses.pauseJob(Names.job(name));
	}

	/**
	 * Has workers perform jobs of one kind again: those that are aside go back to the
	 * heads of their queues, in their order.
	 * @param name name of the job
	 * @return false when there was nothing to resume
	 * @throws ResqueException when the key of a queue is no list: its jobs stay aside,
	 * and the kind paused
	 */
	public boolean resumeJob(String name) {
		long resumed = this.pauses.resumeJob(Names.job(name));
		if (resumed < 0) {
			throw new ResqueException("The jobs '" + name
					+ "' stay paused: the key of a queue that some of them came from, or of their place aside, is no list");
		}
		return resumed > 0;
	}

	/** The jobs that are paused by name, each with the number of those that are aside. */
	public Map<String, Long> pausedJobs() {
		return this.pauses.pausedJobs();
	}

	/** Whether all workers are paused. */
	public boolean isPaused() {
		String value = this.server.pauseAllWorkers();
		return value != null && value.strip().equalsIgnoreCase("true");
	}

}
