package io.resque.redis;

import java.util.List;
import java.util.stream.StreamSupport;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Where the Redis servers of a connection factory are, without names and passwords of
 * users.
 */
final class ServerAddresses {

	private ServerAddresses() {
	}

	static List<String> of(RedisConnectionFactory connections) {
		return (connections instanceof LettuceConnectionFactory lettuce) ? of(lettuce) : List.of();
	}

	private static List<String> of(LettuceConnectionFactory lettuce) {
		String scheme = lettuce.isUseSsl() ? "rediss://" : "redis://";
		if (lettuce.getClusterConfiguration() != null) {
			return nodes(scheme, lettuce.getClusterConfiguration().getClusterNodes());
		}
		if (lettuce.getSentinelConfiguration() != null) {
			return nodes("redis-sentinel://", lettuce.getSentinelConfiguration().getSentinels());
		}
		if (lettuce.getSocketConfiguration() != null) {
			return List.of("redis-socket://" + lettuce.getSocketConfiguration().getSocket());
		}
		return List.of(scheme + lettuce.getHostName() + ":" + lettuce.getPort() + "/" + lettuce.getDatabase());
	}

	private static List<String> nodes(String scheme, Iterable<RedisNode> nodes) {
		return StreamSupport.stream(nodes.spliterator(), false)
			.map((node) -> scheme + node.asString())
			.sorted()
			.toList();
	}

}
