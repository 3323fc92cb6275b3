package io.resque.redis;

import java.util.ArrayList;
import java.util.List;

import io.resque.redis.InFlightStore.Fetch;
import io.resque.redis.InFlightStore.Fetch.Status;
import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.redis.InFlightStore.InFlightJob;

/**
 * One call of {@code fetch.lua}.
 */
final class FetchCall {

	private final Keyspace keyspace;

	private final List<String> queues;

	private final String processId;

	FetchCall(Keyspace keyspace, List<String> queues, String processId) {
		this.keyspace = keyspace;
		this.queues = queues;
		this.processId = processId;
	}

	List<byte[]> keys() {
		List<byte[]> keys = new ArrayList<>(this.queues.size() + 7);
		keys.addAll(List.of(this.keyspace.leases(), this.keyspace.inFlight(this.processId), this.keyspace.tokens(),
				this.keyspace.pauseAllWorkers(), this.keyspace.suspects(), this.keyspace.pausedJobs(),
				this.keyspace.aside()));
		this.queues.forEach((queue) -> keys.add(this.keyspace.queue(queue)));
		return keys;
	}

	List<byte[]> arguments(String fetchId, FetchLimit limit) {
		return List.of(Keyspace.bytes(this.processId), Keyspace.bytes(fetchId),
				Keyspace.bytes(Integer.toString(limit.jobs())), Keyspace.bytes(Long.toString(limit.bytes())),
				Keyspace.bytes(limit.suspect() ? "1" : "0"), this.keyspace.queuePrefix(),
				this.keyspace.queuePausePrefix(), this.keyspace.asidePrefix());
	}

	Fetch answer(List<Object> answer) {
		List<String> unreadable = ((List<?>) answer.get(1)).stream()
			.map((problem) -> Keyspace.text((byte[]) problem))
			.toList();
		List<String> paused = ((List<?>) answer.get(2)).stream().map(this::queue).toList();
		List<InFlightJob> jobs = (answer.size() > 3) ? jobs(answer) : List.of();
		String status = Keyspace.text((byte[]) answer.get(0));
		boolean more = status.equals("more");
		return new Fetch(more ? Status.OK : Status.of(status), jobs, unreadable, paused, more);
	}

	private List<InFlightJob> jobs(List<Object> answer) {
		List<InFlightJob> jobs = new ArrayList<>(answer.size());
		long token = Long.parseLong(Keyspace.text((byte[]) answer.get(3)));
		boolean lastIsSuspect = (Long) answer.get(4) == 1;
		int i = 5;
		while (i < answer.size()) {
			String queue = queue(answer.get(i));
			int end = i + 2 + ((Long) answer.get(i + 1)).intValue();
			for (i += 2; i < end; i++) {
				boolean suspect = lastIsSuspect && i == answer.size() - 1;
				jobs.add(new InFlightJob(token++, "", queue, (byte[]) answer.get(i), suspect));
			}
		}
		return jobs;
	}

	private String queue(Object number) {
		return this.queues.get(((Long) number).intValue());
	}

}
