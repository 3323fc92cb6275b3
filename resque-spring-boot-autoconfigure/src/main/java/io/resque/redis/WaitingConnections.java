package io.resque.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

/**
 * Opens connections that wait: for a command that blocks, behind which whatever is sent
 * waits too, or for what is published. Each has a connection of its own. They do not
 * reconnect; who needs one opens another, and so finds the present master.
 */
final class WaitingConnections extends LettuceConnectionFactory {

	private @Nullable LettuceConnectionProvider provider;

	WaitingConnections(RedisConfiguration server, LettuceClientConfiguration client) {
		super(server, client);
	}

	/** Opens a connection that the caller closes. */
	CompletionStage<StatefulConnection<byte[], byte[]>> open() {
		return open(StatefulConnection.class);
	}

	/** Opens a connection to subscribe with, which the caller closes. */
	CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> openListening() {
		return open(StatefulRedisPubSubConnection.class);
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private <T> CompletionStage<T> open(Class<? extends StatefulConnection> type) {
		try {
			return (CompletionStage) provider().getConnectionAsync(type);
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
