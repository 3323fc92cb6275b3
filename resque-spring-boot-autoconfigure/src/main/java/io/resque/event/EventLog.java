package io.resque.event;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Writes all log lines of the library. This file is the list of what it may say, with
 * {@link FailureEventLog}, {@link ProcessEventLog} and {@link OperatorEventLog}.
 */
final class EventLog {

	private static final int LONGEST = 2000;

	private static final int MOST_JOBS = 20;

	/**
	 * What would begin a line where some program reads the log, or turn the order of what
	 * is read around.
	 */
	static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

	private static final Pattern CONTROL_BUT_LINE_ENDS = Pattern.compile("[" + CONTROL + "&&[^\n]]");

	private static final Log logger = LogFactory.getLog("io.resque");

	private final FailureEventLog failures = new FailureEventLog(logger);

	private final ProcessEventLog processes = new ProcessEventLog(logger);

	private final OperatorEventLog operators = new OperatorEventLog(logger);

	void write(ResqueEvent event) {
		if (event instanceof JobEvent job) {
			write(job);
		}
		else if (event instanceof WorkerEvent worker) {
			write(worker);
		}
		else if (event instanceof ScheduleEvent schedule) {
			write(schedule);
		}
		else if (event instanceof FailureEvent failure) {
			this.failures.write(failure);
		}
		else if (event instanceof OperatorEvent operator) {
			this.operators.write(operator);
		}
	}

	private void write(ScheduleEvent event) {
		if (event instanceof ScheduleEvent.Leading e) {
			logger.info("This process is the scheduler: " + e.holder());
			if (e.rubysBefore() != null) {
				logger.warn("The scheduler before was Ruby's (" + e.rubysBefore() + "): schedules that it has in its "
						+ "memory only do not run any more. Persist them (persist: true), or leave the scheduling to "
						+ "Ruby (resque.scheduler.enabled=false)");
			}
		}
		else if (event instanceof ScheduleEvent.Following e) {
			logger.info("Another process is the scheduler: " + e.holder());
		}
		else if (event instanceof ScheduleEvent.SteppedDown e) {
			if (e.lost()) {
				logger.warn("This process is no longer the scheduler: it did not keep the lock in time (long pause, or "
						+ "Redis lost its data), or the lock was taken away");
			}
			else {
				logger.info("This process is no longer the scheduler");
			}
		}
		else if (event instanceof ScheduleEvent.DelayedEnqueued e) {
			debug(() -> e.jobs() + " delayed jobs went to their queues");
		}
		else if (event instanceof ScheduleEvent.DelayedProblem e) {
			String problem = "Delayed " + ((e.job() != null) ? e.job() : "item") + ": " + e.reason();
			logger.warn(CONTROL.matcher(problem).replaceAll(" "), e.cause());
		}
		else {
			writeSchedules(event);
		}
	}

	private void writeSchedules(ScheduleEvent event) {
		if (event instanceof ScheduleEvent.Enqueued e) {
			debug(() -> "Schedule " + e.schedule() + ", due " + e.due() + ": enqueued " + e.job() + " after "
					+ e.late().toMillis() + " ms");
		}
		else if (event instanceof ScheduleEvent.Cancelled e) {
			logger.info("Schedule " + e.schedule() + " is due, and its last " + e.job()
					+ " still waited or ran: it is removed from its queue, or told to end");
		}
		else if (event instanceof ScheduleEvent.Skipped e) {
			logger.info("Schedule " + e.schedule() + ", due " + e.due() + ", is skipped: " + e.reason());
		}
		else if (event instanceof ScheduleEvent.Refused e) {
			String problem = " is left out until that is mended: " + oneLine(e.problem());
			logger.error("Schedule " + oneLine(e.schedule()) + problem);
		}
		else if (event instanceof ScheduleEvent.Withdrawn e) {
			logger.info("Schedule " + e.schedule() + " is removed: application " + e.application()
					+ " does not declare it any more");
		}
		else if (event instanceof ScheduleEvent.Loaded e) {
			logger.info("The scheduler follows " + e.schedules() + " schedules");
		}
	}

	private void write(JobEvent.RunsAgain event) {
		String again = event.job() + " by " + event.workerId() + " runs again"
				+ (event.again().delay().isZero() ? "" : " in " + event.again().delay().toMillis() + " ms")
				+ ((event.again().queue() != null) ? " on queue " + event.again().queue() : "");
		if (event.failure() != null) {
			logger.warn("failed: " + again + ": " + oneLine(event.failure()));
			logger.debug("stack of the failure", event.failure());
		}
		else {
			logger.info(again);
		}
	}

	private void write(JobEvent event) {
		if (event instanceof JobEvent.Performed e) {
			debug(() -> "done: " + e.job() + " in " + e.took().toMillis() + " ms by " + e.workerId());
		}
		else if (event instanceof JobEvent.Skipped e) {
			logger.info("A hook left " + e.job() + " unperformed");
		}
		else if (event instanceof JobEvent.Failed e) {
			logger.warn("failed: " + e.job() + " by " + e.workerId() + ": " + oneLine(e.failure()));
			logger.debug("stack of the failure", e.failure());
		}
		else if (event instanceof JobEvent.RunsAgain e) {
			write(e);
		}
		else if (event instanceof JobEvent.Parked e) {
			logger.warn("Queue " + e.queue() + " held something that is no job: " + e.reason()
					+ ". It is recorded as failed, with its bytes");
		}
		else if (event instanceof JobEvent.LateResult e) {
			logger.warn("Late result ignored: " + e.job() + " of queue " + e.queue() + " (token " + e.token()
					+ ") ended on " + e.workerId() + ", but " + e.reason());
		}
		else if (event instanceof JobEvent.Deaf e) {
			logger.error(e.job() + " goes on although it was asked to stop, and was recorded as failed. Worker "
					+ e.workerId() + " takes no other job until thread '" + e.thread() + "' ends it. It is at "
					+ e.where());
		}
		else if (event instanceof JobEvent.CrashFailed e) {
			logger.error(e.reason() + ": " + e.job() + " of queue " + e.queue()
					+ " is recorded as failed; its crashes: " + e.trail());
		}
	}

	private void write(WorkerEvent event) {
		if (event instanceof WorkerEvent.Starting) {
			debug(() -> "Workers start");
		}
		else if (event instanceof WorkerEvent.Started e) {
			logger.info("Workers started: " + e.workerIds());
		}
		else if (event instanceof WorkerEvent.Stopping e) {
			logger.info("Workers stop: " + e.running() + " running jobs have " + e.timeout().toMillis() + " ms to end");
		}
		else if (event instanceof WorkerEvent.Stopped e) {
			logger.info(e.clean() ? "Workers stopped"
					: "Workers stopped, but Redis still has jobs of them in flight; another process recovers these");
		}
		else if (event instanceof WorkerEvent.Pausing) {
			logger.info("Workers are paused: they take no more jobs until they are told to go on");
		}
		else if (event instanceof WorkerEvent.Resumed) {
			logger.info("Workers take jobs again");
		}
		else if (event instanceof WorkerEvent.WorkedOff) {
			logger.info("Nothing is left to take from the queues and all jobs are done: the application exits");
		}
		else if (event instanceof WorkerEvent.QueueEmpty e) {
			debug(() -> "Pool " + e.pool() + " waits: its queues are empty");
		}
		else {
			writeMoved(event);
		}
	}

	private void writeMoved(WorkerEvent event) {
		if (event instanceof WorkerEvent.GivenBack e) {
			logger.info(e.jobs() + " jobs went back to the heads of their queues: " + e.reason());
		}
		else if (event instanceof WorkerEvent.LeaseLost e) {
			logger.warn("Lease of process " + e.processId() + " is lost: it did not renew in time (long pause, or "
					+ "Redis lost its data). These jobs run elsewhere: " + some(e.jobs()));
		}
		else if (event instanceof WorkerEvent.Recovered e) {
			logger.warn("Process " + e.process() + " (" + e.processId() + ") died: " + e.requeued()
					+ " jobs are back in their queues, " + e.failed() + " have failed");
		}
		else if (event instanceof WorkerEvent.Pruned e) {
			String job = e.failedJob() ? "; its job is in the failed list" : "";
			logger.warn("Pruning dead worker: " + e.workerId() + job);
		}
		else if (event instanceof WorkerEvent.QueuesPaused e) {
			logger.info(e.queues().isEmpty() ? "No queue of pool " + e.pool() + " is paused any more"
					: "Queues of pool " + e.pool() + " are paused: " + oneLine(String.join(", ", e.queues())));
		}
		else {
			writeOthers(event);
		}
	}

	private void writeOthers(WorkerEvent event) {
		if (event instanceof WorkerEvent.RedisLost e) {
			logger.warn("Redis does not work (" + e.activity() + "): " + e.problem() + ". Trying again");
		}
		else if (event instanceof WorkerEvent.RedisBack e) {
			logger.info("Redis works again, after " + e.after().toMillis() + " ms");
		}
		else if (event instanceof WorkerEvent.QueueUnreadable e) {
			logger.error("A list in Redis is none, and left out until that is mended: " + e.problem());
		}
		else if (event instanceof WorkerEvent.Unexpected e) {
			logger.error("Unexpected problem while " + e.activity() + "; going on", e.problem());
		}
		else if (event instanceof WorkerEvent.Doubtful e) {
			logger.warn(e.message());
		}
		else {
			writeChildren(event);
		}
	}

	private void writeChildren(WorkerEvent event) {
		if (event instanceof WorkerEvent.ChildPrinted e) {
			logger.info("[child " + e.pid() + "] " + CONTROL.matcher(e.line()).replaceAll(" "));
		}
		else if (event instanceof WorkerEvent.ChildStarted e) {
			debug(() -> "Child " + e.pid() + " of pool " + e.pool() + " is ready after " + e.took().toMillis() + " ms");
		}
		else if (event instanceof WorkerEvent.ChildNotStarted e) {
			logger.error("Pool " + e.pool() + " cannot have a child process: "
					+ CONTROL_BUT_LINE_ENDS.matcher(e.problem()).replaceAll(" ") + "\nIt is tried again in "
					+ e.retryIn().toSeconds() + " s, and then at growing intervals");
		}
		else {
			this.processes.write(event);
		}
	}

	/** Messages come from anywhere: they must not forge lines, nor fill the disk. */
	static String oneLine(Object failure) {
		String text = String.valueOf(failure);
		String shortened = (text.length() > LONGEST) ? text.substring(0, LONGEST) + "…" : text;
		return CONTROL.matcher(shortened).replaceAll(" ");
	}

	private static void debug(Supplier<String> text) {
		if (logger.isDebugEnabled()) {
			logger.debug(text.get());
		}
	}

	/** A line of a log has an end. */
	private static String some(List<String> jobs) {
		int more = jobs.size() - MOST_JOBS;
		return (more > 0) ? jobs.subList(0, MOST_JOBS) + " and " + more + " more" : jobs.toString();
	}

}
