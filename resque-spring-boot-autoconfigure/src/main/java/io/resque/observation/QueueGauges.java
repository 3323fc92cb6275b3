package io.resque.observation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import io.resque.inspect.Vitals;

/**
 * A gauge for each queue of one registry that has a value; where there are many queues,
 * for the longest.
 */
final class QueueGauges {

	/** Most queues: each is a series in whatever keeps the values. */
	static final int MAX_QUEUES = 100;

	private static final Comparator<Map.Entry<String, Long>> LONGEST_FIRST = Map.Entry
		.<String, Long>comparingByValue(Comparator.reverseOrder())
		.thenComparing(Map.Entry.comparingByKey());

	private final MultiGauge gauges;

	private final BiFunction<Vitals, String, @Nullable Double> value;

	private final Function<String, Double> now;

	/**
	 * Creates gauges.
	 * @param gauges where
	 * @param value the value of a queue in a look, or null
	 * @param now the value of a queue in the present look; not a number when it has none
	 */
	QueueGauges(MultiGauge gauges, BiFunction<Vitals, String, @Nullable Double> value, Function<String, Double> now) {
		this.gauges = gauges;
		this.value = value;
		this.now = now;
	}

	/** Has gauges for the queues that there are. Keys that are no list have no length. */
	synchronized void show(Vitals vitals) {
		List<MultiGauge.Row<?>> rows = vitals.queues()
			.entrySet()
			.stream()
			.filter((queue) -> this.value.apply(vitals, queue.getKey()) != null)
			.sorted(LONGEST_FIRST)
			.limit(MAX_QUEUES).<MultiGauge.Row<?>>map((queue) -> row(queue.getKey())).toList();
		this.gauges.register(rows);
	}

	private MultiGauge.Row<?> row(String queue) {
		return MultiGauge.Row.of(Tags.of("queue", queue), () -> this.now.apply(queue));
	}

}
