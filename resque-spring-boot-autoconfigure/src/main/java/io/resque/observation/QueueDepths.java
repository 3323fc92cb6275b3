package io.resque.observation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

import io.resque.inspect.Vitals;

/**
 * A gauge for each queue of one registry; where there are many queues, for the longest.
 */
final class QueueDepths {

	/** Most queues: each is a series in whatever keeps the values. */
	static final int MAX_QUEUES = 100;

	private static final Comparator<Map.Entry<String, Long>> LONGEST_FIRST = Map.Entry
		.<String, Long>comparingByValue(Comparator.reverseOrder())
		.thenComparing(Map.Entry.comparingByKey());

	private final MultiGauge gauges;

	private final Function<String, Double> depth;

	/**
	 * Creates gauges.
	 * @param registry where
	 * @param depth the length of a queue now
	 */
	QueueDepths(MeterRegistry registry, Function<String, Double> depth) {
		this.gauges = MultiGauge.builder("resque.queue.depth")
			.description("Jobs that wait in a queue")
			.register(registry);
		this.depth = depth;
	}

	/** Has gauges for the queues that there are. Keys that are no list have no length. */
	synchronized void show(Vitals vitals) {
		List<MultiGauge.Row<?>> rows = vitals.queues()
			.entrySet()
			.stream()
			.filter((queue) -> queue.getValue() >= 0)
			.sorted(LONGEST_FIRST)
			.limit(MAX_QUEUES).<MultiGauge.Row<?>>map((queue) -> row(queue.getKey())).toList();
		this.gauges.register(rows);
	}

	private MultiGauge.Row<?> row(String queue) {
		return MultiGauge.Row.of(Tags.of("queue", queue), () -> this.depth.apply(queue));
	}

}
