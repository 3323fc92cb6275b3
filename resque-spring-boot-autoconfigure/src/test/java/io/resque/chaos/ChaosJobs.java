package io.resque.chaos;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.resque.JobContext;
import io.resque.chaos.LogLine.What;
import io.resque.event.JobEvent;
import io.resque.event.ResqueEvent;
import io.resque.event.WorkerEvent;
import io.resque.testsupport.TestWorkers;

/**
 * Jobs that log what they do, and the log of the workers that perform them. Their
 * arguments are an id and how many milliseconds they take.
 */
final class ChaosJobs {

	/** Ends well. */
	static final String WORK = "Work";

	/** Throws. */
	static final String FAIL = "Fail";

	/** Ends well, and asks not to be run again after a crash. */
	static final String ONCE = "Once";

	static final String[] QUEUES = { "urgent", "normal" };

	private static final Pattern WORKER_ID = Pattern.compile(".*\\.([0-9a-f]{6}):(\\d+)-.*");

	private final RunLog log;

	private ChaosJobs(RunLog log) {
		this.log = log;
	}

	/** Gives workers these jobs, and has their events logged. */
	static TestWorkers register(TestWorkers workers, RunLog log) {
		ChaosJobs jobs = new ChaosJobs(log);
		workers.events().tell(jobs::heard);
		return workers.job(WORK, QUEUES[0], jobs::work).job(FAIL, QUEUES[0], (context) -> {
			jobs.started(context);
			jobs.log.job(What.THREW, id(context.job().args().get(0)), context.fencingToken(), LogLine.NONE,
					LogLine.NONE);
			throw new IllegalStateException("This job fails always");
		}).jobThatRunsOnce(ONCE, QUEUES[0], jobs::work);
	}

	private void work(JobContext context) throws InterruptedException {
		started(context);
		TimeUnit.MILLISECONDS.sleep(((Number) context.job().args().get(1)).longValue());
		this.log.job(What.FINISHED, id(context.job().args().get(0)), context.fencingToken(), LogLine.NONE,
				LogLine.NONE);
	}

	private void started(JobContext context) {
		Matcher worker = WORKER_ID.matcher(context.workerId());
		if (!worker.matches()) {
			throw new IllegalStateException("No worker id: " + context.workerId());
		}
		this.log.job(What.STARTED, id(context.job().args().get(0)), context.fencingToken(), worker.group(1),
				worker.group(2));
	}

	private void heard(ResqueEvent event) {
		if (event instanceof JobEvent.Performed e) {
			this.log.job(What.ACKNOWLEDGED, id(e.job().args().get(0)), 0, process(e.workerId()), LogLine.NONE);
		}
		else if (event instanceof JobEvent.Failed e) {
			this.log.job(What.ACKNOWLEDGED, id(e.job().args().get(0)), 0, process(e.workerId()), LogLine.NONE);
		}
		else if (event instanceof JobEvent.LateResult e) {
			this.log.job(What.LATE, LogLine.NONE, e.token(), process(e.workerId()), e.job());
		}
		else if (event instanceof WorkerEvent.LeaseLost e) {
			this.log.process(What.LEASE_LOST, LogLine.process(e.processId()), e.jobs().size() + " jobs");
		}
		else if (event instanceof WorkerEvent.Recovered e) {
			this.log.process(What.RECOVERED, LogLine.process(e.processId()), e.requeued() + " jobs requeued");
		}
		else {
			this.log.note(What.EVENT, event.toString());
		}
	}

	private static String process(String workerId) {
		Matcher matcher = WORKER_ID.matcher(workerId);
		return matcher.matches() ? matcher.group(1) : LogLine.NONE;
	}

	private static String id(Object argument) {
		return String.valueOf(argument);
	}

	/**
	 * How jobs differ: most take up to 5 ms, some 50 ms, a few longer than the lease.
	 *
	 * @param name name of the job
	 * @param millis how long it takes
	 */
	record Kind(String name, long millis) {

		static Kind of(int percent, int permille, Duration lease) {
			String name = (percent < 4) ? FAIL : (percent < 9) ? ONCE : WORK;
			long longer = (permille < 3) ? lease.toMillis() * 4 / 3 : 50;
			return new Kind(name, (permille < 150) ? longer : permille % 6);
		}

	}

}
