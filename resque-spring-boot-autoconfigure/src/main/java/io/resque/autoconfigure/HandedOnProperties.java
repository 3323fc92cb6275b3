package io.resque.autoconfigure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.resque.redis.ResqueConnections;
import io.resque.worker.fork.ChildSettings;

/**
 * The configuration properties of child processes: what they leave out, where Redis is,
 * and what the application wants for them.
 */
final class HandedOnProperties {

	private static final String REDIS = "spring.data.redis.";

	private HandedOnProperties() {
	}

	/**
	 * The properties.
	 * @param redis the connections of this application
	 * @param environment its environment
	 * @param settings what it wants for children
	 * @return the properties
	 */
	static Map<String, String> of(LettuceConnectionFactory redis, Environment environment, ChildSettings settings) {
		Map<String, String> properties = new LinkedHashMap<>(LeftOut.PROPERTIES);
		properties.put("spring.main.register-shutdown-hook", Boolean.toString(settings.runAtExitHooks()));
		if (environment.getActiveProfiles().length > 0) {
			properties.put("spring.profiles.active", String.join(",", environment.getActiveProfiles()));
		}
		properties.putAll(server(ResqueConnections.server(redis), redis.isUseSsl()));
		properties.putAll(settings.properties());
		return properties;
	}

	/**
	 * Where Redis is, as this process knows it: it may come from a container or from an
	 * embedded server. A connection factory of the application's own says it again in the
	 * child.
	 */
	private static Map<String, String> server(RedisConfiguration server, boolean ssl) {
		if (server instanceof RedisClusterConfiguration cluster) {
			return cluster(cluster);
		}
		if (server instanceof RedisSentinelConfiguration sentinel) {
			return sentinel(sentinel);
		}
		return (server instanceof RedisStandaloneConfiguration standalone) ? Map.of(REDIS + "url", url(standalone, ssl))
				: Map.of();
	}

	private static Map<String, String> cluster(RedisClusterConfiguration cluster) {
		Map<String, String> properties = credentials("", cluster.getUsername(), cluster.getPassword());
		properties.put(REDIS + "cluster.nodes", nodes(cluster.getClusterNodes()));
		return properties;
	}

	private static Map<String, String> sentinel(RedisSentinelConfiguration sentinel) {
		Map<String, String> properties = credentials("", sentinel.getUsername(), sentinel.getPassword());
		properties.putAll(credentials("sentinel.", sentinel.getSentinelUsername(), sentinel.getSentinelPassword()));
		if (sentinel.getMaster() != null) {
			properties.put(REDIS + "sentinel.master", String.valueOf(sentinel.getMaster().getName()));
		}
		properties.put(REDIS + "sentinel.nodes", nodes(sentinel.getSentinels()));
		properties.put(REDIS + "database", Integer.toString(sentinel.getDatabase()));
		return properties;
	}

	private static Map<String, String> credentials(String prefix, @Nullable String username, RedisPassword password) {
		Map<String, String> properties = new LinkedHashMap<>();
		if (username != null) {
			properties.put(REDIS + prefix + "username", username);
		}
		password.toOptional().ifPresent((chars) -> properties.put(REDIS + prefix + "password", new String(chars)));
		return properties;
	}

	private static String nodes(Iterable<RedisNode> nodes) {
		return StreamSupport.stream(nodes.spliterator(), false)
			.map(RedisNode::asString)
			.collect(Collectors.joining(","));
	}

	private static String url(RedisStandaloneConfiguration server, boolean ssl) {
		String user = (server.getUsername() != null) ? encoded(server.getUsername()) : "";
		String login = server.getPassword()
			.toOptional()
			.map((password) -> user + ":" + encoded(new String(password)) + "@")
			.orElse("");
		String host = server.getHostName().contains(":") ? "[" + server.getHostName() + "]" : server.getHostName();
		return (ssl ? "rediss" : "redis") + "://" + login + host + ":" + server.getPort() + "/" + server.getDatabase();
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
