package io.resque.observation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import org.springframework.context.event.EventListener;

import io.resque.event.JobEvent;
import io.resque.event.ResqueEvent;
import io.resque.event.WorkerEvent;

/**
 * What happens in this process, as meters: the outcomes of jobs by queue, how long they
 * ran, and losses of the lease. Names of jobs are no tag: there may be any number of
 * them.
 */
public final class JobMeters {

	/** Most queues that are told apart. */
	static final int MAX_QUEUES = 100;

	/** Stands for all further queues. */
	static final String OTHER_QUEUES = BoundedNames.OTHER;

	private final BoundedNames queues = new BoundedNames(MAX_QUEUES);

	private final MeterProvider<Counter> outcomes;

	private final MeterProvider<Timer> durations;

	private final Counter leasesLost;

	public JobMeters(MeterRegistry registry) {
		this.outcomes = Counter.builder("resque.jobs")
			.description("Jobs that ended in this process")
			.withRegistry(registry);
		this.durations = Timer.builder("resque.jobs.duration")
			.description("How long the jobs ran that were performed in this process")
			.withRegistry(registry);
		this.leasesLost = Counter.builder("resque.lease.lost")
			.description("How often this process has lost its lease")
			.register(registry);
	}

	/**
	 * Counts an event, if it is one that is counted.
	 * @param event what happened
	 */
	@EventListener
	public void count(ResqueEvent event) {
		if (event instanceof JobEvent job) {
			count(job);
		}
		else if (event instanceof WorkerEvent.LeaseLost) {
			this.leasesLost.increment();
		}
	}

	private void count(JobEvent event) {
		if (event instanceof JobEvent.Performed performed) {
			this.durations.withTags("queue", queue(event)).record(performed.took());
			count(event, "performed");
		}
		else if (event instanceof JobEvent.Failed || event instanceof JobEvent.Parked
				|| event instanceof JobEvent.CrashFailed) {
			count(event, "failed");
		}
		else if (event instanceof JobEvent.Skipped) {
			count(event, "skipped");
		}
		else if (event instanceof JobEvent.RunsAgain) {
			count(event, "again");
		}
	}

	private void count(JobEvent event, String outcome) {
		this.outcomes.withTags(Tags.of("queue", queue(event), "outcome", outcome)).increment();
	}

	/** A pool that serves {@code *} may meet any number of queues. */
	private String queue(JobEvent event) {
		return this.queues.of(event.queue());
	}

}
