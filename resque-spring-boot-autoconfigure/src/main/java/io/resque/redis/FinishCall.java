package io.resque.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.resque.redis.InFlightStore.Finish;

/**
 * One call of {@code finish.lua}: the jobs that were simply performed come first, by
 * worker, so that the script counts them in a few commands.
 */
final class FinishCall {

	/** Most jobs of one call. */
	static final int MOST = 1000;

	private static final byte[] NOTHING = new byte[0];

	private static final byte[] YES = Keyspace.bytes("1");

	private static final byte[] NO = Keyspace.bytes("0");

	private final List<FinishedJob> jobs;

	private final List<byte[]> arguments;

	/** Where in the list of jobs each answer belongs. */
	private final int[] places;

	private int placed;

	FinishCall(byte[] prefix, List<FinishedJob> jobs) {
		this.jobs = jobs;
		this.places = new int[jobs.size()];
		this.arguments = new ArrayList<>(jobs.size() * 2);
		this.arguments.add(prefix);
		addPerformed();
		addOthers();
	}

	private void addPerformed() {
		Map<String, List<Integer>> byWorker = new LinkedHashMap<>();
		for (int i = 0; i < this.jobs.size(); i++) {
			if (this.jobs.get(i).plain()) {
				byWorker.computeIfAbsent(this.jobs.get(i).workerId(), (worker) -> new ArrayList<>()).add(i);
			}
		}
		this.arguments.add(number(byWorker.size()));
		byWorker.forEach((worker, performed) -> {
			this.arguments.add(Keyspace.bytes(worker));
			this.arguments.add(number(performed.size()));
			for (int job : performed) {
				this.arguments.add(number(this.jobs.get(job).token()));
				this.places[this.placed++] = job;
			}
		});
	}

	private void addOthers() {
		for (int i = 0; i < this.jobs.size(); i++) {
			FinishedJob job = this.jobs.get(i);
			if (!job.plain()) {
				this.arguments.add(number(job.token()));
				this.arguments.add(Keyspace.bytes(job.workerId()));
				this.arguments.add(flag(job.failed()));
				FailedEntry entry = job.entry();
				this.arguments.add((entry != null) ? Keyspace.bytes(entry.failureQueue()) : NOTHING);
				this.arguments.add((entry != null) ? entry.bytes() : NOTHING);
				this.arguments.add((job.suspectDigest() != null) ? Keyspace.bytes(job.suspectDigest()) : NOTHING);
				this.arguments.add(flag(job.recorded()));
				this.arguments.add(flag(job.counted()));
				this.places[this.placed++] = i;
			}
		}
	}

	List<byte[]> arguments() {
		return this.arguments;
	}

	/** What became of each job, in the order of the jobs. */
	List<Finish> results(List<Object> answer) {
		Finish[] results = new Finish[this.places.length];
		for (int i = 0; i < results.length; i++) {
			results[this.places[i]] = Finish.of((Long) answer.get(i));
		}
		return List.of(results);
	}

	private static byte[] number(long number) {
		return Keyspace.bytes(Long.toString(number));
	}

	private static byte[] flag(boolean flag) {
		return flag ? YES : NO;
	}

}
