package io.resque.benchmarks.contender;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.resque.benchmarks.server.RedisServer;
import io.resque.benchmarks.server.SentCommands;
import io.resque.redis.Keyspace;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;

/**
 * A connection of the library without an application around it.
 */
public final class OwnConnection implements AutoCloseable {

	private final ClientResources resources = ClientResources.builder()
		.commandLatencyRecorder(SentCommands.RECORDER)
		.build();

	private final LettuceConnectionFactory template;

	private final ResqueRedis redis;

	public OwnConnection(RedisServer server) {
		this.template = new LettuceConnectionFactory(new RedisStandaloneConfiguration(RedisServer.HOST, server.port()),
				LettuceClientConfiguration.builder().clientResources(this.resources).build());
		LettuceConnectionFactory own = ResqueConnections.like(this.template, Duration.ofSeconds(10));
		own.afterPropertiesSet();
		own.start();
		this.redis = new ResqueRedis(own, new Keyspace("resque"));
	}

	/** The door to Redis. */
	public ResqueRedis redis() {
		return this.redis;
	}

	@Override
	public void close() {
		this.redis.close();
		this.resources.shutdown(0, 2, TimeUnit.SECONDS);
	}

}
