package io.resque.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.resque.chaos.LogLine.What;

/**
 * The faults that really happened, by the log.
 *
 * @param kills processes that were killed
 * @param pauses processes that were frozen and went on
 * @param restarts servers that were killed and came back
 * @param cuts how often connections were cut, by script, or "all" of them
 */
record Inflicted(int kills, int pauses, int restarts, Map<String, Integer> cuts) {

	static Inflicted by(List<LogLine> log) {
		Map<String, Integer> cuts = new TreeMap<>();
		log.stream()
			.filter((line) -> line.what() == What.CUT_DONE)
			.forEach((line) -> cuts.merge(line.detail(), 1, Integer::sum));
		return new Inflicted(count(log, What.KILLED), count(log, What.RESUMED), count(log, What.REDIS_UP), cuts);
	}

	private static int count(List<LogLine> log, What what) {
		return (int) log.stream().filter((line) -> line.what() == what).count();
	}

	int allCuts() {
		return this.cuts.values().stream().mapToInt(Integer::intValue).sum();
	}

}
