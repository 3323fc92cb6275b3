package io.resque.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

/**
 * Opens connections for commands that block: whatever is sent behind such a command
 * waits, so each has a connection of its own. They do not reconnect; who needs one opens
 * another, and so finds the present master.
 */
final class WaitingConnections extends LettuceConnectionFactory {

	private @Nullable LettuceConnectionProvider provider;

	WaitingConnections(RedisConfiguration server, LettuceClientConfiguration client) {
		super(server, client);
	}

	/** Opens a connection that the caller closes. */
	@SuppressWarnings({ "unchecked", "rawtypes" })
	CompletionStage<StatefulConnection<byte[], byte[]>> open() {
		try {
			return (CompletionStage) provider().getConnectionAsync(StatefulConnection.class);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private synchronized LettuceConnectionProvider provider() {
		LettuceConnectionProvider created = this.provider;
		if (created == null) {
			afterPropertiesSet();
			start();
			created = doCreateConnectionProvider(getRequiredNativeClient(), ByteArrayCodec.INSTANCE);
			this.provider = created;
		}
		return created;
	}

}
