package io.resque.sample.stats;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import io.resque.JobContext;
import io.resque.JobHooks;

/**
 * Counts jobs and keeps how long the last ones took, in the keys of Ruby's plugin
 * resque-job-stats. The counters change in the step that acknowledges a job, so each run
 * counts once, whatever crashes.
 */
@Component
class JobStats implements JobHooks {

	private final String prefix;

	JobStats(@Value("${resque.namespace:resque}") String namespace) {
		this.prefix = namespace + ":stats:jobs:";
	}

	@Override
	public void beforePerform(JobContext context) {
		context.notes().put(Start.class, new Start(System.nanoTime()));
	}

	@Override
	public void afterPerform(JobContext context) {
		Start start = context.notes().get(Start.class);
		if (start != null) {
			String seconds = Double.toString(start.elapsed().toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
			context.notes().withAcknowledgement("LPUSH", key(context, "duration"), seconds);
			context.notes().withAcknowledgement("LTRIM", key(context, "duration"), "0", "100");
		}
		context.notes().withAcknowledgement("INCR", key(context, "performed"));
	}

	@Override
	public void onFailure(JobContext context, Throwable failure) {
		context.notes().withAcknowledgement("INCR", key(context, "failed"));
	}

	private String key(JobContext context, String what) {
		return this.prefix + context.job().name() + ":" + what;
	}

	private record Start(long nanos) {

		Duration elapsed() {
			return Duration.ofNanos(System.nanoTime() - this.nanos);
		}

	}

}
