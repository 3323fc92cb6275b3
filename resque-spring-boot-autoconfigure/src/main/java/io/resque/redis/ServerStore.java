package io.resque.redis;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What concerns the whole namespace or the server: totals, the global pause, the clock
 * and the state of Redis.
 */
public final class ServerStore {

	private final ResqueRedis redis;

	private final Keyspace keys;

	public ServerStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/** Namespace of all keys. */
	public String namespace() {
		return this.keys.namespace();
	}

	/** Addresses of the servers, without credentials. */
	public List<String> servers() {
		return this.redis.servers();
	}

	/** A total ({@code GET stat:<name>}); 0 when it is missing or no number. */
	public long stat(String name) {
		return number(text(this.keys.stat(name)));
	}

	/** A number that Redis keeps as a text; 0 where there is none, or something else. */
	static long number(byte @Nullable [] text) {
		try {
			return (text != null) ? Long.parseLong(Keyspace.text(text).strip()) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/** Sets a total back to zero ({@code DEL stat:<name>}). */
	public void clearStat(String name) {
		this.redis.call((redis) -> redis.keyCommands().del(this.keys.stat(name)));
	}

	/** Value of the global pause key, or null ({@code GET pause-all-workers}). */
	public @Nullable String pauseAllWorkers() {
		byte[] value = text(this.keys.pauseAllWorkers());
		return (value != null) ? Keyspace.text(value) : null;
	}

	/** Pauses all workers ({@code SET pause-all-workers true}), or lets them go on. */
	public void pauseAllWorkers(boolean paused) {
		byte[] key = this.keys.pauseAllWorkers();
		this.redis.call((redis) -> paused ? redis.stringCommands().set(key, Keyspace.bytes("true"))
				: redis.keyCommands().del(key));
	}

	/** The time of Redis ({@code TIME}). */
	public Instant time() {
		Long millis = this.redis.call((redis) -> redis.serverCommands().time(TimeUnit.MILLISECONDS));
		if (millis == null) {
			throw new IllegalStateException("TIME was called inside a pipeline");
		}
		return Instant.ofEpochMilli(millis);
	}

	/** {@code INFO}, as the server prints it. */
	public Properties info() {
		Properties info = this.redis.call((redis) -> redis.serverCommands().info());
		return (info != null) ? info : new Properties();
	}

	/** Version of the server ({@code INFO server}), or an empty text. */
	public String version() {
		Properties info = this.redis.call((redis) -> redis.serverCommands().info("server"));
		return (info != null) ? info.getProperty("redis_version", "") : "";
	}

	/** Value of a key that other programs may have given another type: null then. */
	private byte @Nullable [] text(byte[] key) {
		return RedisCallException
			.unlessWrongType(() -> Optional.ofNullable(this.redis.call((redis) -> redis.stringCommands().get(key))),
					Optional.<byte[]>empty())
			.orElse(null);
	}

}
