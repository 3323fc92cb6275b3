package io.resque.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Recovery: jobs of dead processes, the start marks they left and the crash trails of
 * suspects.
 */
public final class RecoveryStore {

	private final ResqueRedis redis;

	private final Keyspace keys;

	public RecoveryStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/**
	 * Start marks of a process by token: {@code requeue} or {@code fail}
	 * ({@code HGETALL}).
	 */
	public Map<Long, String> startMarks(String processId) {
		Map<byte[], byte[]> marks = this.redis
			.call((redis) -> redis.hashCommands().hGetAll(this.keys.startMarks(processId)));
		Map<Long, String> byToken = new HashMap<>();
		if (marks != null) {
			marks.forEach((token, mark) -> byToken.put(Long.parseLong(Keyspace.text(token)), Keyspace.text(mark)));
		}
		return byToken;
	}

	/**
	 * Crash trails of suspects, in the order of the digests; empty for those without one
	 * ({@code HMGET}).
	 */
	public List<String> crashTrails(List<String> digests) {
		byte[][] fields = ResqueRedis.array(digests.stream().map(Keyspace::bytes).toList());
		List<byte[]> trails = this.redis.call((redis) -> redis.hashCommands().hMGet(this.keys.crashTrails(), fields));
		return (trails != null) ? trails.stream().map((trail) -> (trail != null) ? Keyspace.text(trail) : "").toList()
				: Collections.nCopies(digests.size(), "");
	}

	/**
	 * Takes jobs from a dead process.
	 * @param processId the dead process
	 * @param suspicion how long the jobs stay suspects
	 * @param jobs the jobs, highest token first
	 * @return for each: 1 taken, 0 somebody else had it, -1 its queue is no list
	 */
	public List<Long> recover(String processId, Duration suspicion, List<RecoveredJob> jobs) {
		List<byte[]> arguments = new ArrayList<>(jobs.size() * 5 + 3);
		arguments.add(Keyspace.bytes(processId));
		arguments.add(this.keys.prefix());
		arguments.add(Keyspace.bytes(Long.toString(suspicion.toMillis())));
		for (RecoveredJob job : jobs) {
			arguments.add(Keyspace.bytes(Long.toString(job.token())));
			arguments.add(Keyspace.bytes(job.digest()));
			arguments.add(Keyspace.bytes(job.trail()));
			arguments.add(Keyspace.bytes(job.place()));
			arguments.add((job.entry() != null) ? job.entry().bytes() : new byte[0]);
		}
		return this.redis.evalList(LuaScript.RECOVER,
				List.of(this.keys.deadProcesses(), this.keys.inFlight(processId), this.keys.startMarks(processId),
						this.keys.queues(), this.keys.failureQueues(), this.keys.suspects(), this.keys.crashTrails()),
				arguments)
			.stream()
			.map((result) -> (Long) result)
			.toList();
	}

	/**
	 * Forgets a dead process of which nothing is left in flight; false when something is,
	 * or when somebody else did it.
	 */
	public boolean bury(String processId) {
		return this.redis.evalLong(LuaScript.BURY,
				List.of(this.keys.deadProcesses(), this.keys.inFlight(processId), this.keys.startMarks(processId),
						this.keys.process(processId), this.keys.processWorkers(processId)),
				List.of(Keyspace.bytes(processId))) == 1;
	}

	/** Forgets suspects whose time is over, with their crash trails. */
	public void forgetOldSuspects() {
		this.redis.evalLong(LuaScript.FORGET_SUSPECTS, List.of(this.keys.suspects(), this.keys.crashTrails()),
				List.of());
	}

	/**
	 * What becomes of a job of a dead process.
	 *
	 * @param token its token
	 * @param digest SHA-1 of its payload in hex
	 * @param trail its crash trail from now on
	 * @param failed whether it has failed; if not, it goes back to its queue as a suspect
	 * @param entry the entry for a failed list, or null when there is none
	 */
	public record RecoveredJob(long token, String digest, String trail, boolean failed, @Nullable FailedEntry entry) {

		private String place() {
			return (this.entry != null) ? this.entry.failureQueue() : (this.failed ? "nowhere" : "");
		}

	}

}
