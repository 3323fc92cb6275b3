package io.resque.observation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.resque.inspect.VitalSigns;
import io.resque.inspect.Vitals;
import io.resque.worker.ServedQueues;

/**
 * What Redis tells of the namespace, as meters: the same in each process, whoever does
 * the work. All of them together look at Redis at most every five seconds, and only when
 * one is read. While Redis does not answer, gauges have no value (NaN), and totals keep
 * theirs.
 */
public final class ResqueMeters implements MeterBinder {

	private final List<QueueGauges> ofQueues = new CopyOnWriteArrayList<>();

	private final CachedVitals vitals;

	public ResqueMeters(VitalSigns signs) {
		this(signs, System::nanoTime);
	}

	ResqueMeters(VitalSigns signs, LongSupplier nanoClock) {
		this.vitals = new CachedVitals(signs::read, (seen) -> this.ofQueues.forEach((gauges) -> gauges.show(seen)),
				nanoClock);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		ofQueues(MultiGauge.builder("resque.queue.depth").description("Jobs that wait in a queue"), registry,
				ResqueMeters::depth);
		ofQueues(MultiGauge.builder("resque.queue.head.age")
			.description("How long the head of a queue has waited, where its payload tells")
			.baseUnit("seconds"), registry, ResqueMeters::headAge);
		gauge("resque.pending", "Jobs that wait in all queues", Vitals::pending).register(registry);
		gauge("resque.failed", "Entries of all lists of failed jobs", (seen) -> seen.totals().failed())
			.register(registry);
		gauge("resque.delayed", "Jobs that are delayed", (seen) -> seen.totals().delayed()).register(registry);
		gauge("resque.queues.unserved", "Queues with jobs that no living worker serves",
				(seen) -> ServedQueues.leftOut(seen.waiting(), seen.workers()).size())
			.register(registry);
		gauge("resque.workers", "Workers that are registered and alive", (seen) -> seen.workers().size())
			.register(registry);
		gauge("resque.workers.working", "Workers that work", Vitals::working).register(registry);
		total("resque.jobs.processed", "Jobs processed by all workers, failed ones included",
				(seen) -> Math.max(0, seen.totals().processed()))
			.register(registry);
		total("resque.jobs.failed", "Jobs of all workers that failed",
				(seen) -> Math.max(0, seen.totals().failedRuns()))
			.register(registry);
	}

	/** A queue that was removed has no value until it is gone with the next look. */
	private void ofQueues(MultiGauge.Builder gauges, MeterRegistry registry,
			BiFunction<Vitals, String, @Nullable Double> part) {
		this.ofQueues.add(new QueueGauges(gauges.register(registry), part, (queue) -> value((seen) -> {
			Double value = part.apply(seen, queue);
			return (value != null) ? value : Double.NaN;
		})));
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

	private static @Nullable Double depth(Vitals seen, String queue) {
		Long depth = seen.queues().get(queue);
		return (depth != null && depth >= 0) ? depth.doubleValue() : null;
	}

	private static @Nullable Double headAge(Vitals seen, String queue) {
		Duration age = seen.headAges().get(queue);
		return (age != null) ? age.toMillis() / 1000.0 : null;
	}

}
