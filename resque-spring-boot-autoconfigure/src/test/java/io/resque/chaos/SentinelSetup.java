package io.resque.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.TestConnections;

/**
 * A master, its replica, and three Sentinels that watch them.
 */
final class SentinelSetup implements AutoCloseable {

	private static final int SENTINELS = 3;

	/** What closes that which was opened, the latest first. */
	private final Deque<Runnable> closing = new ArrayDeque<>();

	private final List<OwnRedis> sentinels = new ArrayList<>();

	private final OwnRedis master;

	private final OwnRedis replica;

	private final StringRedisTemplate toReplica;

	/** What was started before something failed is closed. */
	SentinelSetup() {
		try {
			this.master = closedLater(OwnRedis.start());
			this.replica = closedLater(
					OwnRedis.start("--replicaof", "127.0.0.1", Integer.toString(this.master.port())));
			TestConnections connections = TestConnections.to(this.replica.url());
			this.closing.push(connections::close);
			this.toReplica = connections.patient();
			for (int i = 0; i < SENTINELS; i++) {
				this.sentinels.add(closedLater(OwnRedis.startSentinel(this.master.port())));
			}
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private OwnRedis closedLater(OwnRedis server) {
		this.closing.push(server::close);
		return server;
	}

	/** URL as Spring Boot's users write it. */
	String url() {
		return "redis-sentinel://" + this.sentinels.stream()
			.map((sentinel) -> "127.0.0.1:" + sentinel.port())
			.collect(Collectors.joining(",")) + "#mymaster";
	}

	int replicaPort() {
		return this.replica.port();
	}

	/** The later master. */
	StringRedisTemplate replica() {
		return this.toReplica;
	}

	/** Whether the replica has been promoted; Sentinels cut its connections then. */
	boolean failedOver() {
		return "master".equals(this.toReplica.execute((RedisCallback<String>) (
				connection) -> connection.serverCommands().info("replication").getProperty("role")));
	}

	/** The replica follows somebody who does not exist. */
	void fallBehind() {
		this.toReplica.execute((RedisCallback<?>) (connection) -> {
			connection.serverCommands().replicaOf("127.0.0.1", 1);
			return null;
		});
	}

	void killMaster() {
		this.master.kill();
	}

	@Override
	public void close() {
		this.closing.forEach(Runnable::run);
	}

}
