package io.resque.autoconfigure;

import java.util.Properties;

import org.springframework.beans.factory.SmartInitializingSingleton;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.redis.RedisCallException;
import io.resque.redis.ServerStore;

/**
 * Looks at Redis once, before the workers start. A wrong password and an old version end
 * the start; a Redis that cannot be reached does so with {@code resque.fail-fast} only. A
 * Redis that may lose jobs is warned about.
 */
class RedisCheck implements SmartInitializingSingleton {

	private static final int MAJOR = 6;

	private static final int MINOR = 2;

	private final ServerStore server;

	private final ResqueProperties properties;

	private final ResqueEvents events;

	RedisCheck(ServerStore server, ResqueProperties properties, ResqueEvents events) {
		this.server = server;
		this.properties = properties;
		this.events = events;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.properties.inline()) {
			return;
		}
		try {
			check(this.server.info());
		}
		catch (RedisCallException ex) {
			notChecked(ex);
		}
	}

	private void notChecked(RedisCallException ex) {
		String message = String.valueOf(ex.getMessage());
		if (message.contains("WRONGPASS") || message.contains("NOAUTH") || message.contains("invalid password")) {
			throw new UnsuitableRedisException("Redis refuses the credentials: " + message,
					"Set spring.data.redis.username and spring.data.redis.password, or the credentials in "
							+ "spring.data.redis.url, to what the server expects.");
		}
		if (this.properties.failFast()) {
			throw new UnsuitableRedisException(message,
					"Start Redis, correct spring.data.redis.*, or set resque.fail-fast=false to start without it.");
		}
		this.events.announce(new WorkerEvent.Doubtful("Redis could not be checked at start: " + message
				+ ". Jobs are enqueued and performed as soon as it answers"));
	}

	private void check(Properties info) {
		String version = info.getProperty("redis_version", "");
		if (isTooOld(version)) {
			throw new UnsuitableRedisException("Redis " + version + " is too old",
					"Use Redis 6.2 or newer, or Valkey.");
		}
		String policy = info.getProperty("maxmemory_policy", "noeviction");
		if (!policy.equals("noeviction") && !info.getProperty("maxmemory", "0").equals("0")) {
			this.events.announce(new WorkerEvent.Doubtful("Redis evicts keys when its memory is full (maxmemory-policy "
					+ policy + "): it may drop queued jobs. Set maxmemory-policy to noeviction"));
		}
		if (info.getProperty("aof_enabled", "1").equals("0")) {
			this.events.announce(new WorkerEvent.Doubtful("Redis has no append-only file: its restart may lose jobs "
					+ "that were accepted. Set appendonly to yes"));
		}
	}

	private static boolean isTooOld(String version) {
		String[] parts = version.split("\\.");
		try {
			int major = Integer.parseInt(parts[0]);
			return major < MAJOR || (major == MAJOR && parts.length > 1 && Integer.parseInt(parts[1]) < MINOR);
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

}
