package io.resque.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.greghaines.jesque.Config;
import net.greghaines.jesque.ConfigBuilder;
import net.greghaines.jesque.worker.MapBasedJobFactory;
import net.greghaines.jesque.worker.Worker;
import net.greghaines.jesque.worker.WorkerImpl;

import io.resque.benchmarks.ours.JobClock;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.server.Load;
import io.resque.benchmarks.server.RedisServer;

/**
 * jesque: a {@code WorkerImpl} for each thread, with a connection each. It has nothing to
 * tune for a full queue but the job factory: the one by names needs no class look-up.
 */
public final class JesqueWorkers implements Contender {

	private final Config config;

	private final int threads;

	private final Threads running = new Threads();

	private final List<Worker> workers = new ArrayList<>();

	public JesqueWorkers(RedisServer server, int threads) {
		this.config = config(server);
		this.threads = threads;
	}

	/** How jesque finds a server. */
	public static Config config(RedisServer server) {
		return new ConfigBuilder().withHost(RedisServer.HOST).withPort(server.port()).build();
	}

	@Override
	public String name() {
		return "jesque 2.2.0: " + this.threads + " threads";
	}

	@Override
	public Guarantee guarantee() {
		return Guarantee.STRANDED;
	}

	@Override
	public int share(int jobs) {
		return Math.min(jobs, 50_000);
	}

	@Override
	public boolean counts() {
		return true;
	}

	@Override
	public void start() {
		for (int i = 0; i < this.threads; i++) {
			Worker worker = new WorkerImpl(this.config, List.of(NoOp.QUEUE),
					new MapBasedJobFactory(Map.of("NoOp", Job.class)));
			this.workers.add(worker);
			this.running.start(worker);
		}
	}

	@Override
	public void stop() {
		this.workers.forEach((worker) -> worker.end(false));
		this.running.join();
		this.workers.clear();
	}

	/** Each thread sends one command and waits for its answer: one read of Redis. */
	@Override
	public long sent(Load load) {
		return load.reads();
	}

	/**
	 * The no-op job of jesque.
	 */
	public static final class Job implements Runnable {

		public Job(String text) {
		}

		@Override
		public void run() {
			JobClock.perform();
		}

	}

}
