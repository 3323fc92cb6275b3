package io.resque.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Jobs on their way: fetched from a queue and not yet acknowledged. Each sits in the hash
 * of the process that fetched it, under a token that grows with every fetch.
 */
public final class InFlightStore {

	private static final int CHUNK = 100;

	private final ResqueRedis redis;

	private final Keyspace keys;

	public InFlightStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/**
	 * Moves jobs from the heads of queues into the in-flight hash of a process.
	 * @param processId the process; it must hold its lease
	 * @param fetchId names this call, so that its jobs are found again when the answer is
	 * lost; without {@code :}
	 * @param queues the queues, in the order in which they are emptied
	 * @param limit how much to take
	 * @return the jobs, or why there are none
	 */
	public Fetch fetch(String processId, String fetchId, List<String> queues, FetchLimit limit) {
		FetchCall call = new FetchCall(this.keys, queues, processId);
		return call.answer(this.redis.evalList(LuaScript.FETCH, call.keys(), call.arguments(fetchId, limit)));
	}

	/**
	 * Does the same without a thread that waits for the answer, over the connection that
	 * has just waited for a job.
	 * @param connection the connection
	 * @param processId the process; it must hold its lease
	 * @param fetchId names this call
	 * @param queues the queues
	 * @param limit how much to take
	 * @return the jobs, told by the thread of the connection; what fails is a
	 * {@link RedisCallException}, also when Redis does not know the script yet
	 */
	public CompletionStage<Fetch> fetch(QueueWait connection, String processId, String fetchId, List<String> queues,
			FetchLimit limit) {
		FetchCall call = new FetchCall(this.keys, queues, processId);
		return connection.evalList(LuaScript.FETCH, call.keys(), call.arguments(fetchId, limit))
			.thenApply(call::answer);
	}

	/**
	 * Acknowledges jobs in one call.
	 * @param processId the process that fetched them
	 * @param jobs the finished jobs, at most {@value FinishCall#MOST}; all of them with
	 * an aftermath, or none
	 * @return what became of each
	 */
	public List<Finish> finish(String processId, List<FinishedJob> jobs) {
		List<byte[]> scriptKeys = List.of(this.keys.inFlight(processId), this.keys.startMarks(processId),
				this.keys.stat("processed"), this.keys.stat("failed"), this.keys.failureQueues(), this.keys.suspects(),
				this.keys.crashTrails(), this.keys.queues(), this.keys.delayedSeconds());
		if (jobs.stream().allMatch((job) -> job.aftermath() == null)) {
			FinishCall call = new FinishCall(this.keys.prefix(), jobs);
			return call.results(this.redis.evalList(LuaScript.FINISH, scriptKeys.subList(0, 7), call.arguments()));
		}
		FinishWithCall call = new FinishWithCall(this.keys.prefix());
		jobs.forEach(call::add);
		return FinishWithCall.results(this.redis.evalList(LuaScript.FINISH_WITH, scriptKeys, call.arguments()));
	}

	/**
	 * Returns jobs, unperformed, to the heads of their queues, in their order.
	 * @param processId the process that fetched them
	 * @param tokens their tokens, in any order
	 * @return what became of them
	 */
	public Returned giveBack(String processId, Collection<Long> tokens) {
		List<Long> highestFirst = tokens.stream().sorted(Comparator.reverseOrder()).toList();
		List<byte[]> scriptKeys = List.of(this.keys.inFlight(processId), this.keys.startMarks(processId),
				this.keys.queues());
		int returned = 0;
		Set<Long> kept = new HashSet<>();
		for (int from = 0; from < highestFirst.size(); from += CHUNK) {
			List<Long> chunk = highestFirst.subList(from, Math.min(from + CHUNK, highestFirst.size()));
			List<byte[]> arguments = new ArrayList<>(List.of(this.keys.queuePrefix()));
			chunk.forEach((token) -> arguments.add(Keyspace.bytes(Long.toString(token))));
			List<Object> results = this.redis.evalList(LuaScript.GIVE_BACK, scriptKeys, arguments);
			for (int i = 0; i < chunk.size(); i++) {
				long result = (Long) results.get(i);
				returned += (result > 0) ? 1 : 0;
				kept.addAll((result < 0) ? List.of(chunk.get(i)) : List.of());
			}
		}
		return new Returned(returned, kept);
	}

	/**
	 * Writes the start mark of a job, before it is performed.
	 * @param processId the process that fetched it
	 * @param token its token
	 * @param failAfterCrash whether a recoverer fails the started job instead of running
	 * it again
	 * @return whether the process still owns the job; if not, it must not be performed
	 */
	public boolean markStart(String processId, long token, boolean failAfterCrash) {
		return this.redis.evalLong(LuaScript.MARK_START,
				List.of(this.keys.leases(), this.keys.inFlight(processId), this.keys.startMarks(processId)),
				texts(processId, token, failAfterCrash ? "fail" : "requeue")) == 1;
	}

	/** Tokens of all jobs that a process has in flight, in no order ({@code HKEYS}). */
	public List<Long> tokens(String processId) {
		Set<byte[]> tokens = this.redis.call((redis) -> redis.hashCommands().hKeys(this.keys.inFlight(processId)));
		return (tokens != null) ? tokens.stream().map((token) -> Long.parseLong(Keyspace.text(token))).toList()
				: List.of();
	}

	/** Jobs in flight by token; those that are gone are left out ({@code HMGET}). */
	public Map<Long, InFlightJob> jobs(String processId, Collection<Long> tokens) {
		Map<Long, InFlightJob> jobs = new LinkedHashMap<>();
		if (tokens.isEmpty()) {
			return jobs;
		}
		byte[][] fields = ResqueRedis.array(tokens.stream().map((token) -> Keyspace.bytes(token.toString())).toList());
		List<byte[]> values = this.redis
			.call((redis) -> redis.hashCommands().hMGet(this.keys.inFlight(processId), fields));
		int i = 0;
		for (Long token : tokens) {
			byte[] value = (values != null) ? values.get(i++) : null;
			if (value != null) {
				jobs.put(token, InFlightJob.parse(token, value));
			}
		}
		return jobs;
	}

	private static List<byte[]> texts(Object... values) {
		return Arrays.stream(values).map((value) -> Keyspace.bytes(value.toString())).toList();
	}

	/**
	 * How much one fetch takes.
	 *
	 * @param jobs most jobs
	 * @param bytes most payload bytes; one job is always allowed
	 * @param suspect whether one job that was in flight at a crash may be among them
	 */
	public record FetchLimit(int jobs, long bytes, boolean suspect) {
	}

	/**
	 * What became of jobs that were to go back.
	 *
	 * @param count how many are in their queues again
	 * @param kept tokens of those still in flight, as the key of their queue is no list
	 */
	public record Returned(int count, Set<Long> kept) {
	}

	/**
	 * A job in flight.
	 *
	 * @param token grows with every fetch of the namespace
	 * @param fetchId the fetch that brought it; empty in its answer
	 * @param queue the queue it came from
	 * @param payload its bytes
	 * @param suspect whether it was in flight at a crash before; known only in the answer
	 * of a fetch
	 */
	public record InFlightJob(long token, String fetchId, String queue, byte[] payload, boolean suspect) {

		static InFlightJob parse(long token, byte[] value) {
			String head = new String(value, StandardCharsets.ISO_8859_1);
			int first = head.indexOf(':');
			int second = head.indexOf(':', first + 1);
			int length = Integer.parseInt(head.substring(first + 1, second));
			int start = second + 1;
			return new InFlightJob(token, head.substring(0, first),
					new String(value, start, length, StandardCharsets.UTF_8),
					Arrays.copyOfRange(value, start + length, value.length), false);
		}

	}

	/**
	 * The answer of a fetch.
	 *
	 * @param status what happened
	 * @param jobs the jobs, in queue order
	 * @param unreadable queues that are no lists, with Redis' error text
	 * @param paused queues that are paused, of those that were looked at
	 * @param more whether so much went aside that the queues were not seen to their ends
	 */
	public record Fetch(Status status, List<InFlightJob> jobs, List<String> unreadable, List<String> paused,
			boolean more) {

		/**
		 * Whether a limit ended the fetch; otherwise the queues were seen empty.
		 */
		public boolean reached(FetchLimit limit) {
			return this.more || !this.jobs.isEmpty() && (this.jobs.size() >= limit.jobs()
					|| this.jobs.stream().mapToLong((job) -> job.payload().length).sum() >= limit.bytes()
					|| this.jobs.stream().anyMatch(InFlightJob::suspect));
		}

		/** What came of a fetch. */
		public enum Status {

			/** The queues were looked at. */
			OK,

			/** All workers are paused ({@code pause-all-workers}). */
			PAUSED,

			/** The process has lost its lease and may not fetch any more. */
			LEASE_LOST;

			static Status of(String text) {
				return switch (text) {
					case "ok" -> OK;
					case "paused" -> PAUSED;
					case "lease-lost" -> LEASE_LOST;
					default -> throw new IllegalStateException("Unknown answer of fetch.lua: " + text);
				};
			}

		}

	}

	/** What became of an acknowledgement. */
	public enum Finish {

		/** The job is acknowledged. */
		ACKNOWLEDGED,

		/**
		 * The job was no longer in flight: the lease was lost, or the call is a
		 * repetition. Nothing changed.
		 */
		NOT_OWNED,

		/**
		 * The failure could not be recorded, or the job not be put where it goes: the key
		 * is no list. The job is still in flight.
		 */
		NOT_RECORDED,

		/**
		 * The job is acknowledged, but Redis refused a command of its aftermath.
		 */
		COMMAND_REFUSED;

		static Finish of(long answer) {
			return (answer == 1) ? ACKNOWLEDGED : ((answer == 0) ? NOT_OWNED : NOT_RECORDED);
		}

	}

}
