package io.resque.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Queues that are paused, in the keys of Ruby's plugin resque-pause. The fetch script
 * reads them.
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

}
