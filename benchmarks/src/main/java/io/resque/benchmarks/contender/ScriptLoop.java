package io.resque.benchmarks.contender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.resque.benchmarks.ours.JobClock;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.server.Load;
import io.resque.benchmarks.server.RedisServer;
import io.resque.redis.FinishedJob;
import io.resque.redis.InFlightStore;
import io.resque.redis.InFlightStore.Fetch;
import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.redis.InFlightStore.Finish;
import io.resque.redis.LeaseStore;

/**
 * The scripts of the library and nothing else: fetch a batch, acknowledge the batch. What
 * the library itself cannot exceed.
 */
public final class ScriptLoop implements Contender {

	private static final long BYTES = 16 * 1024 * 1024;

	private final int batch;

	private final List<OwnConnection> connections = new ArrayList<>();

	private final Threads running = new Threads();

	/**
	 * Connects.
	 * @param server its Redis
	 * @param batch most jobs of a call
	 * @param threads number of threads, with a connection each
	 */
	public ScriptLoop(RedisServer server, int batch, int threads) {
		this.batch = batch;
		for (int i = 0; i < threads; i++) {
			this.connections.add(new OwnConnection(server));
		}
	}

	@Override
	public String name() {
		return "bare scripts: batches of " + this.batch + " in " + this.connections.size()
				+ ((this.connections.size() == 1) ? " thread" : " threads");
	}

	@Override
	public Guarantee guarantee() {
		return Guarantee.AT_LEAST_ONCE;
	}

	@Override
	public boolean counts() {
		return true;
	}

	@Override
	public int share(int jobs) {
		return Math.min(jobs, 100_000);
	}

	@Override
	public void start() {
		for (OwnConnection connection : this.connections) {
			String process = UUID.randomUUID().toString();
			new LeaseStore(connection.redis()).open(process, Duration.ofMinutes(5), Map.of("host", "benchmarks"));
			InFlightStore store = new InFlightStore(connection.redis());
			this.running.start(() -> drain(store, process));
		}
	}

	private void drain(InFlightStore store, String process) {
		FetchLimit limit = new FetchLimit(this.batch, BYTES, false);
		for (long fetches = 1;; fetches++) {
			Fetch fetch = store.fetch(process, "1-" + fetches, List.of(NoOp.QUEUE), limit);
			if (fetch.jobs().isEmpty()) {
				return;
			}
			fetch.jobs().forEach((job) -> JobClock.perform());
			List<FinishedJob> finished = fetch.jobs()
				.stream()
				.map((job) -> new FinishedJob(job.token(), "bench:1:bench", false, null, null, false, true, null))
				.toList();
			if (!store.finish(process, finished).stream().allMatch(Finish.ACKNOWLEDGED::equals)) {
				throw new IllegalStateException("Redis did not take an acknowledgement");
			}
		}
	}

	@Override
	public void stop() {
		this.running.join();
	}

	@Override
	public long sent(Load load) {
		return load.recorded();
	}

	@Override
	public void close() {
		this.connections.forEach(OwnConnection::close);
	}

}
