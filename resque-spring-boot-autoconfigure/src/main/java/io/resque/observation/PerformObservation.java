package io.resque.observation;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

import io.resque.AroundRun;
import io.resque.JobCodec;
import io.resque.JobContext;
import io.resque.TermException;

/**
 * Observes each run of a job, all hooks included, in the thread and the process that
 * performs it. The run belongs to the trace that the job carries; to a new one when it
 * carries none.
 */
public final class PerformObservation implements AroundRun, Ordered {

	private final PerformObservationConvention convention = new DefaultPerformObservationConvention();

	private final Supplier<ObservationRegistry> registry;

	private final Supplier<@Nullable PerformObservationConvention> custom;

	private final JobCodec codec;

	/**
	 * Creates it.
	 * @param registry told of all observations
	 * @param custom the convention of the application, or nothing
	 * @param codec reads payloads
	 */
	public PerformObservation(Supplier<ObservationRegistry> registry,
			Supplier<@Nullable PerformObservationConvention> custom, JobCodec codec) {
		this.registry = registry;
		this.custom = custom;
		this.codec = codec;
	}

	/** Inside the log context, so that hooks and other surroundings are observed. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 100;
	}

	@Override
	public boolean run(JobContext run, Run proceeding) throws Throwable {
		ObservationRegistry registry = this.registry.get();
		if (registry.isNoop()) {
			return proceeding.proceed();
		}
		PerformContext context = new PerformContext(run, this.codec.trace(run.payload()));
		Observation observation = ResqueObservation.PERFORM.observation(this.custom.get(), this.convention,
				() -> context, registry);
		return observation.isNoop() ? proceeding.proceed() : observed(observation, context, proceeding);
	}

	private static boolean observed(Observation observation, PerformContext context, Run proceeding) throws Throwable {
		observation.start();
		Observation.Scope scope = observation.openScope();
		try {
			boolean performed = proceeding.proceed();
			context.end(outcome(context.run(), performed ? PerformOutcome.PERFORMED : PerformOutcome.SKIPPED));
			return performed;
		}
		catch (Throwable ex) {
			boolean stopped = ex instanceof TermException term && term.isForShutdown();
			context.end(stopped ? PerformOutcome.UNFINISHED : outcome(context.run(), PerformOutcome.FAILED));
			if (!stopped) {
				observation.error(ex);
			}
			throw ex;
		}
		finally {
			scope.close();
			observation.stop();
		}
	}

	private static PerformOutcome outcome(JobContext run, PerformOutcome otherwise) {
		return (run.notes().again() != null) ? PerformOutcome.AGAIN : otherwise;
	}

}
