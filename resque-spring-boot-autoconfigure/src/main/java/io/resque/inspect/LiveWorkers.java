package io.resque.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

import io.resque.redis.RubyTime;
import io.resque.redis.VitalStore.Look;
import io.resque.redis.VitalStore.Registered;

/**
 * The registered workers that are alive, by the clock of Redis: ours while their process
 * holds a lease, others while their last heartbeat is not so old that Ruby removes them.
 * One of another kind without any heartbeat is taken for alive, as Ruby takes it.
 */
final class LiveWorkers {

	/** Ruby's {@code prune_interval}. */
	private static final Duration SILENCE = Duration.ofMinutes(5);

	private LiveWorkers() {
	}

	/** Those of a look, in the order of their ids. */
	static List<Registered> of(Look look) {
		Set<String> processes = look.processes()
			.stream()
			.filter((id) -> id.length() >= 6)
			.map((id) -> id.substring(0, 6))
			.collect(Collectors.toSet());
		return look.workers().stream().filter((worker) -> {
			Matcher ours = RegisteredWorkers.OWN_KIND.matcher(worker.id());
			return ours.matches() ? processes.contains(ours.group(1)) : beats(worker, look.time());
		}).sorted(Comparator.comparing(Registered::id)).toList();
	}

	private static boolean beats(Registered worker, Instant now) {
		Instant beat = RubyTime.parse(worker.heartbeat());
		return beat == null || beat.plus(SILENCE).isAfter(now);
	}

}
