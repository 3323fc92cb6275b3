package io.resque.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What monitors want to know, read in one call whose cost is bounded: of more than
 * {@value #MOST} queues, workers or failed lists only so many are looked at.
 */
public final class VitalStore {

	/** Most queues, workers and failed lists that are looked at. */
	public static final int MOST = 5000;

	/** Most seconds whose delayed jobs are counted. */
	public static final int MOST_SECONDS = 1000;

	/** After so many bytes no further head of a queue is read. */
	static final int HEADS = 1024 * 1024;

	/** How the payloads begin of those who say when they have enqueued a job. */
	static final String ACTIVE_JOB = "{\"class\":\"ActiveJob::QueueAdapters::ResqueAdapter::JobWrapper\",";

	private final ResqueRedis redis;

	private final Keyspace keys;

	public VitalStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/** Looks. Values of another type count as nothing. */
	public Look look() {
		List<Object> answer = this.redis.evalList(LuaScript.VITAL_SIGNS,
				List.of(this.keys.queues(), this.keys.workers(), this.keys.heartbeats(), this.keys.leases(),
						this.keys.failureQueues(), this.keys.failureQueue(FailedEntry.FAILED),
						this.keys.stat("processed"), this.keys.stat("failed"), this.keys.delayedSeconds()),
				List.of(this.keys.prefix(), bytes(MOST), bytes(MOST_SECONDS), bytes(HEADS),
						Keyspace.bytes(ACTIVE_JOB)));
		Totals totals = new Totals(ServerStore.number((byte[]) answer.get(1)),
				ServerStore.number((byte[]) answer.get(2)), (Long) answer.get(3), (Long) answer.get(4));
		Map<String, Long> sizes = new TreeMap<>();
		Map<String, String> enqueuedAt = new HashMap<>();
		List<?> queues = (List<?>) answer.get(6);
		for (int i = 0; i < queues.size(); i += 3) {
			String queue = text(queues.get(i));
			sizes.put(queue, (Long) queues.get(i + 1));
			String time = text(queues.get(i + 2));
			if (!time.isEmpty()) {
				enqueuedAt.put(queue, time);
			}
		}
		return new Look(Instant.ofEpochMilli(ServerStore.number((byte[]) answer.get(0))), totals, sizes, enqueuedAt,
				workers((List<?>) answer.get(7)), ((List<?>) answer.get(8)).stream().map(VitalStore::text).toList(),
				(Long) answer.get(5) == 1);
	}

	private static List<Registered> workers(List<?> answer) {
		List<Registered> workers = new ArrayList<>(answer.size() / 3);
		for (int i = 0; i < answer.size(); i += 3) {
			String heartbeat = text(answer.get(i + 1));
			workers.add(new Registered(text(answer.get(i)), heartbeat.isEmpty() ? null : heartbeat,
					(Long) answer.get(i + 2) == 1));
		}
		return workers;
	}

	private static String text(Object answer) {
		return Keyspace.text((byte[]) answer);
	}

	private static byte[] bytes(int number) {
		return Keyspace.bytes(Integer.toString(number));
	}

	/**
	 * What was seen.
	 *
	 * @param time the time of Redis
	 * @param totals what is counted
	 * @param queues lengths of the known queues; -1 where the key is no list
	 * @param enqueuedAt when the heads of queues were enqueued, as their payloads say it,
	 * where they do
	 * @param workers registered workers
	 * @param processes ids of the processes whose lease has not run out
	 * @param complete whether everything was looked at
	 */
	public record Look(Instant time, Totals totals, Map<String, Long> queues, Map<String, String> enqueuedAt,
			List<Registered> workers, List<String> processes, boolean complete) {
	}

	/**
	 * What is counted.
	 *
	 * @param processed jobs processed, failed ones included ({@code stat:processed})
	 * @param failedRuns jobs that failed ({@code stat:failed})
	 * @param failed entries of all lists of failed jobs
	 * @param delayed delayed jobs; where they are spread over more than
	 * {@value #MOST_SECONDS} seconds, one for each of the further seconds
	 */
	public record Totals(long processed, long failedRuns, long failed, long delayed) {
	}

	/**
	 * A registered worker.
	 *
	 * @param id its id
	 * @param heartbeat its last heartbeat, as it was written, or null
	 * @param working whether it works
	 */
	public record Registered(String id, @Nullable String heartbeat, boolean working) {
	}

}
