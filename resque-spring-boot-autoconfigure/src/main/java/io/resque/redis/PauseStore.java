package io.resque.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Queues that are paused, in the keys of Ruby's plugin resque-pause, and kinds of jobs
 * that are. The fetch script reads both.
 */
public final class PauseStore {

	private final ResqueRedis redis;

	private final Keyspace keys;

	public PauseStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/** Pauses a queue ({@code SET pause:queue:<queue> true}). */
	public void pause(String queue) {
		this.redis.call((redis) -> redis.stringCommands().set(this.keys.queuePause(queue), Keyspace.bytes("true")));
	}

	/** Ends the pause of a queue ({@code DEL}); false when it was not paused. */
	public boolean resume(String queue) {
		Long deleted = this.redis.call((redis) -> redis.keyCommands().del(this.keys.queuePause(queue)));
		return deleted != null && deleted == 1;
	}

	/** Those of the given queues that are paused ({@code MGET}). */
	public Set<String> paused(Set<String> queues) {
		List<String> names = new ArrayList<>(queues);
		Set<String> paused = new TreeSet<>();
		if (names.isEmpty()) {
			return paused;
		}
		byte[][] pauses = ResqueRedis.array(names.stream().map(this.keys::queuePause).toList());
		List<byte[]> values = this.redis.call((redis) -> redis.stringCommands().mGet(pauses));
		for (int i = 0; values != null && i < names.size(); i++) {
			if (values.get(i) != null) {
				paused.add(names.get(i));
			}
		}
		return paused;
	}

	/** Pauses the jobs of a name ({@code SADD spring:paused-jobs}). */
	public void pauseJob(String name) {
		this.redis.call((redis) -> redis.setCommands().sAdd(this.keys.pausedJobs(), Keyspace.bytes(name)));
	}

	/**
	 * Ends the pause of the jobs of a name, and puts those that went aside back to the
	 * heads of their queues, in one step.
	 * @return 1; 0 when there was nothing to resume, -1 when a queue is no list: its jobs
	 * stay aside, and the name paused
	 */
	public long resumeJob(String name) {
		return this.redis.evalLong(LuaScript.RESUME_JOBS,
				List.of(this.keys.pausedJobs(), this.keys.aside(), this.keys.queues()),
				List.of(this.keys.queuePrefix(), this.keys.asidePrefix(), Keyspace.bytes(name)));
	}

	/**
	 * The names of jobs that are paused or aside, each with the number of those aside.
	 */
	public Map<String, Long> pausedJobs() {
		Map<String, Long> paused = new TreeMap<>();
		members(this.keys.pausedJobs()).forEach((name) -> paused.put(name, 0L));
		for (String place : members(this.keys.aside())) {
			String name = nameOf(place);
			if (name != null) {
				Long size = RedisCallException.unlessWrongType(
						() -> this.redis.call((redis) -> redis.listCommands().lLen(this.keys.aside(place))), 0L);
				paused.merge(name, size, Long::sum);
			}
		}
		return paused;
	}

	/** Of {@code <length of the name in bytes>:<name><queue>}; null when it is none. */
	private static @Nullable String nameOf(String place) {
		try {
			byte[] rest = Keyspace.bytes(place.substring(place.indexOf(':') + 1));
			int length = Integer.parseInt(place.substring(0, Math.max(0, place.indexOf(':'))));
			return (length <= rest.length) ? Keyspace.text(Arrays.copyOf(rest, length)) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private Set<String> members(byte[] key) {
		Set<byte[]> members = this.redis.call((redis) -> redis.setCommands().sMembers(key));
		return (members != null) ? members.stream().map(Keyspace::text).collect(Collectors.toSet()) : Set.of();
	}

}
