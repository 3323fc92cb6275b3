package io.resque.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;

import io.lettuce.core.LMoveArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

import io.resque.benchmarks.ours.JobClock;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.server.Load;
import io.resque.benchmarks.server.RedisServer;

/**
 * Plain Lettuce in ten threads, without any job machinery: no JSON, no counters, no
 * leases. The least that one command for each step can cost.
 */
public final class LettuceLoop implements Contender {

	private static final int THREADS = 10;

	private static final String SOURCE = "resque:queue:" + NoOp.QUEUE;

	private final RedisClient client;

	private final Kind kind;

	private final boolean shared;

	private final List<StatefulRedisConnection<String, String>> connections = new ArrayList<>();

	private final Threads running = new Threads();

	/**
	 * Connects.
	 * @param server its Redis
	 * @param kind which commands
	 * @param shared whether all threads share one connection
	 */
	public LettuceLoop(RedisServer server, Kind kind, boolean shared) {
		this.client = RedisClient.create(RedisURI.create(RedisServer.HOST, server.port()));
		this.kind = kind;
		this.shared = shared;
		for (int i = 0; i < (shared ? 1 : THREADS); i++) {
			this.connections.add(this.client.connect());
		}
	}

	/** Whether a job is kept somewhere while it runs. */
	public boolean keepsJobs() {
		return this.kind == Kind.MOVE;
	}

	@Override
	public String name() {
		return this.kind.text + " loop: " + THREADS + " threads with "
				+ (this.shared ? "one connection" : "a connection each");
	}

	@Override
	public Guarantee guarantee() {
		return keepsJobs() ? Guarantee.STRANDED : Guarantee.AT_MOST_ONCE;
	}

	@Override
	public int share(int jobs) {
		return Math.min(jobs, 100_000);
	}

	@Override
	public void start() {
		for (int i = 0; i < THREADS; i++) {
			RedisCommands<String, String> redis = this.connections.get(i % this.connections.size()).sync();
			String own = "resque:inflight:" + i;
			this.running.start(() -> {
				while (this.kind.step(redis, own)) {
					JobClock.perform();
				}
			});
		}
	}

	@Override
	public void stop() {
		this.running.join();
	}

	/** There are no scripts: what Redis carried out is what was sent. */
	@Override
	public long sent(Load load) {
		return load.commands();
	}

	@Override
	public void close() {
		this.connections.forEach(StatefulRedisConnection::close);
		this.client.shutdown();
	}

	/** Which commands. */
	public enum Kind {

		/** To a list of the thread and, after the job, off it. */
		MOVE("LMOVE/LREM") {
			@Override
			boolean step(RedisCommands<String, String> redis, String own) {
				String payload = redis.lmove(SOURCE, own, LMoveArgs.Builder.leftRight());
				return payload != null && redis.lrem(own, 1, payload) == 1;
			}
		},

		/** Off the queue, for good. */
		POP("LPOP") {
			@Override
			boolean step(RedisCommands<String, String> redis, String own) {
				return redis.lpop(SOURCE) != null;
			}
		};

		private final String text;

		Kind(String text) {
			this.text = text;
		}

		/** Takes a job and acknowledges it; false when there is none. */
		abstract boolean step(RedisCommands<String, String> redis, String own);

	}

}
