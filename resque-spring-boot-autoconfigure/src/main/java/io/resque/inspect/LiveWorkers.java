package io.resque.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.resque.redis.LeaseStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.RubyTime;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;

/**
 * The registered workers that are alive, by the clock of Redis: ours while their process
 * holds a lease, others while their last heartbeat is not so old that Ruby removes them.
 * One of another kind without any heartbeat is taken for alive, as Ruby takes it.
 */
final class LiveWorkers {

	/** Ruby's {@code prune_interval}. */
	private static final Duration SILENCE = Duration.ofMinutes(5);

	private final WorkerStore workers;

	private final LeaseStore leases;

	private final ServerStore server;

	LiveWorkers(WorkerStore workers, LeaseStore leases, ServerStore server) {
		this.workers = workers;
		this.leases = leases;
		this.server = server;
	}

	/** Their ids, in byte order. */
	List<String> ids() {
		Set<String> registered = RedisCallException.unlessWrongType(this.workers::all, Set.of());
		if (registered.isEmpty()) {
			return List.of();
		}
		Map<String, String> heartbeats = RedisCallException.unlessWrongType(this.workers::heartbeats, Map.of());
		Instant now = this.server.time();
		Set<String> processes = RedisCallException.unlessWrongType(() -> this.leases.holdersAt(now), List.<String>of())
			.stream()
			.filter((id) -> id.length() >= 6)
			.map((id) -> id.substring(0, 6))
			.collect(Collectors.toSet());
		return registered.stream().filter((id) -> {
			Matcher ours = RegisteredWorkers.OWN_KIND.matcher(id);
			return ours.matches() ? processes.contains(ours.group(1)) : beats(heartbeats.get(id), now);
		}).toList();
	}

	private static boolean beats(@Nullable String heartbeat, Instant now) {
		Instant beat = RubyTime.parse(heartbeat);
		return beat == null || beat.plus(SILENCE).isAfter(now);
	}

}
