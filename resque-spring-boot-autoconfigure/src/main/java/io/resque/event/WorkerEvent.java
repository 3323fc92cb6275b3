package io.resque.event;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to workers, or to the Redis they live on.
 */
public sealed interface WorkerEvent extends ResqueEvent {

	/** The workers of this process are about to start. */
	record Starting() implements WorkerEvent {

	}

	/**
	 * The workers of this process are registered.
	 *
	 * @param processId id of the process
	 * @param workerIds their ids
	 */
	record Started(String processId, List<String> workerIds) implements WorkerEvent {

	}

	/**
	 * The workers of this process stop: no more jobs are fetched.
	 *
	 * @param running jobs that run now
	 * @param timeout how long they may go on
	 */
	record Stopping(int running, Duration timeout) implements WorkerEvent {

	}

	/**
	 * The operating system has sent a signal that the workers obey.
	 *
	 * @param name the signal, without "SIG"
	 */
	record SignalReceived(String name) implements WorkerEvent {

	}

	/**
	 * The workers of this process are about to take no more jobs, until they are told to
	 * go on.
	 */
	record Pausing() implements WorkerEvent {

	}

	/** The workers of this process take jobs again. */
	record Resumed() implements WorkerEvent {

	}

	/** The workers of this process are told to stop, by somebody elsewhere. */
	record StopOrdered() implements WorkerEvent {

	}

	/**
	 * The workers of this process have stopped.
	 *
	 * @param clean whether everything of them is gone from Redis; if not, another process
	 * recovers their jobs
	 */
	record Stopped(boolean clean) implements WorkerEvent {

	}

	/**
	 * Nothing is left to take and all jobs are done: the application exits, as
	 * {@code resque.process.exit-when-empty} asks it to.
	 */
	record WorkedOff() implements WorkerEvent {

	}

	/**
	 * The paused queues of a pool have changed.
	 *
	 * @param pool name of the pool
	 * @param queues those that are paused now, maybe none
	 */
	record QueuesPaused(String pool, Set<String> queues) implements WorkerEvent {

	}

	/**
	 * A pool has become idle: its queues are empty.
	 *
	 * @param pool name of the pool
	 */
	record QueueEmpty(String pool) implements WorkerEvent {

	}

	/**
	 * Jobs went back to the heads of their queues.
	 *
	 * @param jobs how many
	 * @param reason why
	 */
	record GivenBack(int jobs, String reason) implements WorkerEvent {

	}

	/**
	 * This process has lost its lease, because it did not renew in time; its jobs run
	 * elsewhere.
	 *
	 * @param processId id of the process; it goes on under a new one
	 * @param jobs the jobs it had
	 */
	record LeaseLost(String processId, List<String> jobs) implements WorkerEvent {

	}

	/**
	 * Another process died and its jobs were recovered.
	 *
	 * @param processId id of the dead process
	 * @param process host and pid
	 * @param requeued jobs that went back to their queues
	 * @param failed jobs that have failed
	 */
	record Recovered(String processId, String process, int requeued, int failed) implements WorkerEvent {

	}

	/**
	 * A worker that gives no sign of life was removed.
	 *
	 * @param workerId the worker
	 * @param failedJob whether its job went to a failed list
	 */
	record Pruned(String workerId, boolean failedJob) implements WorkerEvent {

	}

	/**
	 * Redis does not answer as it should; it is tried again.
	 *
	 * @param activity what does not work
	 * @param problem what Redis or the connection says
	 */
	record RedisLost(String activity, String problem) implements WorkerEvent {

	}

	/**
	 * Redis answers again.
	 *
	 * @param after how long it was gone
	 */
	record RedisBack(Duration after) implements WorkerEvent {

	}

	/**
	 * A queue cannot be read; the others are served.
	 *
	 * @param problem the queue and what Redis says
	 */
	record QueueUnreadable(String problem) implements WorkerEvent {

	}

	/**
	 * The library ran into something it did not expect, and goes on.
	 *
	 * @param activity what it was doing
	 * @param problem the exception
	 */
	record Unexpected(String activity, Throwable problem) implements WorkerEvent {

	}

	/**
	 * A setting endangers jobs, makes them start late, or does not do what it says.
	 *
	 * @param message what, and what to do
	 */
	record Doubtful(String message) implements WorkerEvent {

	}

	/**
	 * A child process is ready to perform jobs.
	 *
	 * @param pool its pool
	 * @param pid its process id
	 * @param took how long its start took
	 */
	record ChildStarted(String pool, long pid, Duration took) implements WorkerEvent {

	}

	/**
	 * A child process could not be started; it is tried again.
	 *
	 * @param pool its pool
	 * @param problem why, with its last lines
	 * @param retryIn when it is tried again
	 */
	record ChildNotStarted(String pool, String problem, Duration retryIn) implements WorkerEvent {

	}

	/**
	 * A child process printed a line.
	 *
	 * @param pid its process id
	 * @param line the line
	 */
	record ChildPrinted(long pid, String line) implements WorkerEvent {

	}

	/**
	 * This process was started with the environment variables of Ruby's Resque.
	 *
	 * @param variables what each of them became
	 * @param overridden properties for which the application has another value, with it
	 */
	record ClassicStart(List<String> variables, List<String> overridden) implements WorkerEvent {

	}

	/**
	 * A supervisor has started a worker process.
	 *
	 * @param number which of its processes
	 * @param pid its process id
	 */
	record ProcessStarted(int number, long pid) implements WorkerEvent {

	}

	/**
	 * A worker process of a supervisor has ended.
	 *
	 * @param number which of its processes
	 * @param pid its process id
	 * @param exitCode its exit code
	 * @param restartIn when it is started again; null when its work is done
	 */
	record ProcessEnded(int number, long pid, int exitCode, @Nullable Duration restartIn) implements WorkerEvent {

	}

	/**
	 * A supervisor stops: its worker processes are asked to end.
	 *
	 * @param processes how many
	 */
	record SupervisorStopping(int processes) implements WorkerEvent {

	}

	/**
	 * The supervisor of this process is gone, so this process stops.
	 *
	 * @param pid its process id
	 */
	record SupervisorLost(long pid) implements WorkerEvent {

	}

}
