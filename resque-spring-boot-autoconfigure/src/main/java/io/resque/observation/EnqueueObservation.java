package io.resque.observation;

import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.resque.AroundEnqueue;

/**
 * Observes each call that enqueues or delays jobs. While tracing is on, the jobs carry
 * the trace of the call.
 */
public final class EnqueueObservation implements AroundEnqueue {

	private final EnqueueObservationConvention convention = new DefaultEnqueueObservationConvention();

	private final Supplier<ObservationRegistry> registry;

	private final Supplier<@Nullable EnqueueObservationConvention> custom;

	/**
	 * Creates it.
	 * @param registry told of all observations
	 * @param custom the convention of the application, or nothing
	 */
	public EnqueueObservation(Supplier<ObservationRegistry> registry,
			Supplier<@Nullable EnqueueObservationConvention> custom) {
		this.registry = registry;
		this.custom = custom;
	}

	@Override
	public int enqueue(Call call, Enqueueing enqueueing) {
		ObservationRegistry registry = this.registry.get();
		if (registry.isNoop()) {
			return enqueueing.proceed(Map.of());
		}
		EnqueueContext context = new EnqueueContext(call);
		Observation observation = ResqueObservation.ENQUEUE.observation(this.custom.get(), this.convention,
				() -> context, registry);
		return observation.isNoop() ? enqueueing.proceed(Map.of()) : observed(observation, context, enqueueing);
	}

	private static int observed(Observation observation, EnqueueContext context, Enqueueing enqueueing) {
		observation.start();
		Observation.Scope scope = observation.openScope();
		try {
			int enqueued = enqueueing.proceed(context.trace());
			context.end(outcome(context.call(), enqueued));
			return enqueued;
		}
		catch (RuntimeException | Error ex) {
			context.end(EnqueueOutcome.FAILED);
			observation.error(ex);
			throw ex;
		}
		finally {
			scope.close();
			observation.stop();
		}
	}

	private static EnqueueOutcome outcome(Call call, int enqueued) {
		if (enqueued == 0 && call.jobs() > 0) {
			return EnqueueOutcome.REFUSED;
		}
		return call.delayed() ? EnqueueOutcome.DELAYED : EnqueueOutcome.ENQUEUED;
	}

}
