package io.resque.observation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.resque.inspect.VitalSigns;
import io.resque.inspect.Vitals;

/**
 * What Redis tells of the namespace, as meters: the same in each process, whoever does
 * the work. All of them together look at Redis at most every five seconds, and only when
 * one is read. While Redis does not answer, gauges have no value (NaN), and totals keep
 * theirs.
 */
public final class ResqueMeters implements MeterBinder {

	private final List<QueueDepths> depths = new CopyOnWriteArrayList<>();

	private final CachedVitals vitals;

	public ResqueMeters(VitalSigns signs) {
		this(signs, System::nanoTime);
	}

	ResqueMeters(VitalSigns signs, LongSupplier nanoClock) {
		this.vitals = new CachedVitals(signs::read, (seen) -> this.depths.forEach((gauges) -> gauges.show(seen)),
				nanoClock);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.depths.add(new QueueDepths(registry, (queue) -> value((seen) -> depth(seen, queue))));
		gauge("resque.pending", "Jobs that wait in all queues", Vitals::pending).register(registry);
		gauge("resque.failed", "Entries of all lists of failed jobs", Vitals::failed).register(registry);
		gauge("resque.workers", "Workers that are registered and alive", (seen) -> seen.workers().size())
			.register(registry);
		gauge("resque.workers.working", "Workers that work", Vitals::working).register(registry);
		total("resque.jobs.processed", "Jobs processed by all workers, failed ones included",
				(seen) -> Math.max(0, seen.processed()))
			.register(registry);
		total("resque.jobs.failed", "Jobs of all workers that failed", (seen) -> Math.max(0, seen.failedRuns()))
			.register(registry);
	}

	private Gauge.Builder<?> gauge(String name, String description, ToDoubleFunction<Vitals> part) {
		return Gauge.builder(name, this, (meters) -> meters.value(part)).description(description);
	}

	private FunctionCounter.Builder<?> total(String name, String description, ToDoubleFunction<Vitals> part) {
		return FunctionCounter.builder(name, this, (meters) -> meters.lastValue(part)).description(description);
	}

	private double value(ToDoubleFunction<Vitals> part) {
		Vitals seen = this.vitals.current();
		return (seen != null) ? part.applyAsDouble(seen) : Double.NaN;
	}

	/** A counter that falls to nothing and comes back would count everything twice. */
	private double lastValue(ToDoubleFunction<Vitals> part) {
		Vitals seen = this.vitals.lastAnswer();
		return (seen != null) ? part.applyAsDouble(seen) : Double.NaN;
	}

	/** A queue that was removed is gone with the next look. */
	private static double depth(Vitals seen, String queue) {
		Long depth = seen.queues().get(queue);
		return (depth != null && depth >= 0) ? depth : Double.NaN;
	}

}
