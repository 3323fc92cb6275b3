package io.resque.redis;

import java.time.Duration;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class ResqueConnectionsTests {

	@Test
	void closingEndsOurThreadsWhereTheApplicationHasNone(RedisServer server) {
		LettuceConnectionFactory ours = open(server.connections());
		ClientResources resources = resources(ours);
		new ResqueRedis(ours, new Keyspace("resque")).close();
		assertThat(resources.eventExecutorGroup().isShuttingDown()).isTrue();
	}

	@Test
	void closingLeavesTheApplicationsThreadsRunning(RedisServer server) {
		ClientResources shared = DefaultClientResources.create();
		LettuceConnectionFactory application = new LettuceConnectionFactory(
				server.connections().getStandaloneConfiguration(),
				LettuceClientConfiguration.builder().clientResources(shared).build());
		application.afterPropertiesSet();
		application.start();
		new ResqueRedis(open(application), new Keyspace("resque")).close();
		assertThat(shared.eventExecutorGroup().isShuttingDown()).isFalse();
		try (RedisConnection connection = application.getConnection()) {
			assertThat(connection.ping()).isEqualTo("PONG");
		}
		application.destroy();
		shared.shutdown().awaitUninterruptibly();
	}

	@Test
	void factoryMadeFromAUrlKeepsItsUser() {
		try (OwnRedis redis = OwnRedis.start("--requirepass", "other", "--user", "ann", "on", ">secret", "~*", "&*",
				"+@all")) {
			String url = "redis://ann:secret@127.0.0.1:" + redis.port() + "/3";
			LettuceConnectionFactory application = new LettuceConnectionFactory(
					LettuceConnectionFactory.createRedisConfiguration(url));
			LettuceConnectionFactory ours = open(application);
			assertThat(ours.getDatabase()).isEqualTo(3);
			ours.destroy();
		}
	}

	private static LettuceConnectionFactory open(LettuceConnectionFactory application) {
		LettuceConnectionFactory ours = ResqueConnections.like(application, Duration.ofSeconds(5));
		ours.afterPropertiesSet();
		ours.start();
		try (RedisConnection connection = ours.getConnection()) {
			assertThat(connection.ping()).isEqualTo("PONG");
		}
		return ours;
	}

	private static ClientResources resources(LettuceConnectionFactory connections) {
		return connections.getClientConfiguration().getClientResources().orElseThrow();
	}

}
