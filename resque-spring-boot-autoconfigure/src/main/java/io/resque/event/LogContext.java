package io.resque.event;

import java.util.Map;

import org.slf4j.MDC;

import org.springframework.core.Ordered;

import io.resque.AroundRun;
import io.resque.Job;
import io.resque.JobContext;

/**
 * Which job the thread performs, for the log lines of the job and its hooks: the keys
 * {@value #QUEUE}, {@value #JOB} and {@value #WORKER} of SLF4J's MDC. Never its
 * arguments. Whatever the job leaves in the MDC is gone after it.
 */
public final class LogContext implements AroundRun, Ordered {

	/** The queue. */
	public static final String QUEUE = "resque.queue";

	/** Name of the job. */
	public static final String JOB = "resque.job";

	/** Id of the worker. */
	public static final String WORKER = "resque.worker";

	private static final int LONGEST = 200;

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean run(JobContext context, Run run) throws Throwable {
		Map<String, String> before = MDC.getCopyOfContextMap();
		Job job = context.job();
		MDC.put(QUEUE, oneLine(job.queue()));
		MDC.put(JOB, oneLine(job.name()));
		MDC.put(WORKER, context.workerId());
		try {
			return run.proceed();
		}
		finally {
			if (before != null) {
				MDC.setContextMap(before);
			}
			else {
				MDC.clear();
			}
		}
	}

	/** Whoever may write to Redis must not write lines of a log. */
	private static String oneLine(String name) {
		String text = (name.length() <= LONGEST) ? name : name.substring(0, LONGEST) + "…";
		return EventLog.CONTROL.matcher(text).replaceAll("?");
	}

}
