package io.resque.testsupport;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The commands that a server has carried out, by {@code INFO commandstats}: those inside
 * scripts count, too. What belongs to looking and to connecting does not.
 */
public final class CommandCount {

	private static final Set<String> OURS = Set.of("info", "hello", "auth", "select", "client", "client|setname",
			"client|setinfo", "ping");

	private final RedisConnectionFactory connections;

	private final Map<String, Long> before;

	private CommandCount(RedisConnectionFactory connections) {
		this.connections = connections;
		this.before = calls();
	}

	/** Counts from now on. */
	public static CommandCount of(RedisServer server) {
		return new CommandCount(server.connections());
	}

	/** How many there were since then. */
	public long since() {
		return byName().values().stream().mapToLong(Long::longValue).sum();
	}

	/** How many there were since then, by command. */
	public Map<String, Long> byName() {
		Map<String, Long> calls = calls();
		this.before.forEach((name, count) -> calls.merge(name, -count, Long::sum));
		calls.values().removeIf((count) -> count == 0);
		return calls;
	}

	private Map<String, Long> calls() {
		Map<String, Long> calls = new TreeMap<>();
		try (RedisConnection connection = this.connections.getConnection()) {
			Properties info = connection.serverCommands().info("commandstats");
			info.stringPropertyNames().forEach((line) -> {
				String name = line.substring("cmdstat_".length());
				if (!OURS.contains(name)) {
					calls.put(name, Long.valueOf(info.getProperty(line).replaceAll("calls=(\\d+),.*", "$1")));
				}
			});
		}
		return calls;
	}

}
