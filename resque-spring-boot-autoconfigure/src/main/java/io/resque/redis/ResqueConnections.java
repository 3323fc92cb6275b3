package io.resque.redis;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisException;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.ExtendedKeepAliveSupport;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceSslClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ReflectionUtils;

/**
 * Connections of our own to the server that the application's connection factory talks
 * to. They differ in three points: a command whose answer was lost is not sent again
 * behind our back (an enqueue must not double silently), a command without a connection
 * fails at once instead of waiting without bound, and after an outage they are back
 * within a second.
 */
public final class ResqueConnections {

	private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofMillis(500);

	/** A peer that is gone without a word is noticed in 25 seconds, not in two hours. */
	private static final KeepAliveOptions KEEP_ALIVE = KeepAliveOptions.builder()
		.enable()
		.idle(Duration.ofSeconds(10))
		.interval(Duration.ofSeconds(5))
		.count(3)
		.build();

	private ResqueConnections() {
	}

	/**
	 * Creates the connection factory of the library.
	 * @param application the application's factory: server, credentials, TLS and client
	 * settings come from it
	 * @param commandTimeout how long to wait for an answer
	 * @return a factory that the caller initializes and destroys
	 */
	public static LettuceConnectionFactory like(LettuceConnectionFactory application, Duration commandTimeout) {
		ClientResources theirs = application.getClientResources();
		ClientResources resources = reconnectingFast(theirs);
		LettuceClientConfiguration theirClient = application.getClientConfiguration();
		String name = theirClient.getClientName().orElse("resque");
		ClientOptions options = options(theirClient, commandTimeout, application.getSocketConfiguration() != null);
		ClientOptions blocking = options.mutate()
			.autoReconnect(false)
			.timeoutOptions(TimeoutOptions.builder().timeoutSource(new QueueWait.Timeouts(commandTimeout)).build())
			.build();
		RedisConfiguration server = server(application);
		WaitingConnections waiting = new WaitingConnections(server,
				client(theirClient, resources, blocking, commandTimeout).clientName(name + "-wait").build());
		LettuceConnectionFactory factory = new OwningConnectionFactory(server,
				client(theirClient, resources, options, commandTimeout).clientName(name).build(), waiting, resources);
		factory.setValidateConnection(false);
		factory.setEagerInitialization(false);
		return factory;
	}

	/**
	 * The server that a connection factory talks to.
	 * @param application the application's factory
	 * @return where it is, and the credentials
	 */
	public static RedisConfiguration server(LettuceConnectionFactory application) {
		if (application.getClusterConfiguration() != null) {
			return application.getClusterConfiguration();
		}
		if (application.getSentinelConfiguration() != null) {
			return application.getSentinelConfiguration();
		}
		if (application.getSocketConfiguration() != null) {
			return application.getSocketConfiguration();
		}
		return standalone(application);
	}

	private static RedisStandaloneConfiguration standalone(LettuceConnectionFactory application) {
		return (configuration(application) instanceof RedisStandaloneConfiguration standalone) ? standalone
				: application.getStandaloneConfiguration();
	}

	/**
	 * Whether a factory is for a static master and its replicas: its getters answer
	 * {@code localhost}, so jobs would go to whoever listens there.
	 * @param application the application's factory
	 * @return whether it is
	 */
	public static boolean isForMasterAndReplicas(LettuceConnectionFactory application) {
		return configuration(application) instanceof RedisStaticMasterReplicaConfiguration;
	}

	/**
	 * What a factory was made from. Where its constructor got an untyped configuration,
	 * no getter tells the user name, nor the nodes of a static master and its replicas.
	 */
	private static @Nullable Object configuration(LettuceConnectionFactory application) {
		Field field = ReflectionUtils.findField(LettuceConnectionFactory.class, null, RedisConfiguration.class);
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, application);
	}

	/**
	 * Lettuce drops what the filter takes, some of it without a word to the caller, who
	 * would wait for a timeout then.
	 */
	private static boolean giveUp(RedisCommand<?, ?, ?> command) {
		command.completeExceptionally(new RedisException("The connection was lost before the answer came"));
		return true;
	}

	/**
	 * Naming the application's threads marks them as its own: whoever closes ours leaves
	 * them running.
	 */
	private static ClientResources reconnectingFast(@Nullable ClientResources application) {
		ClientResources.Builder resources = (application != null) ? application.mutate()
			.eventLoopGroupProvider(application.eventLoopGroupProvider())
			.eventExecutorGroup(application.eventExecutorGroup())
			.timer(application.timer()) : DefaultClientResources.builder();
		return resources
			.reconnectDelay(Delay.equalJitter(Duration.ofMillis(10), LONGEST_RECONNECT_DELAY, 1, TimeUnit.MILLISECONDS))
			.build();
	}

	private static ClientOptions options(LettuceClientConfiguration application, Duration commandTimeout,
			boolean unixSocket) {
		ClientOptions theirs = application.getClientOptions().orElseGet(ClientOptions::create);
		return theirs.mutate()
			.socketOptions(unixSocket ? theirs.getSocketOptions() : keptAlive(theirs.getSocketOptions()))
			.autoReconnect(true)
			.replayFilter(ResqueConnections::giveUp)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.timeoutOptions(TimeoutOptions.enabled(commandTimeout))
			.build();
	}

	/** What the application has chosen stays, and Lettuce refuses what it cannot set. */
	private static SocketOptions keptAlive(SocketOptions sockets) {
		KeepAliveOptions theirs = sockets.getKeepAlive();
		boolean chosen = sockets.isKeepAlive() != SocketOptions.DEFAULT_SO_KEEPALIVE
				|| !theirs.getIdle().equals(KeepAliveOptions.DEFAULT_IDLE)
				|| !theirs.getInterval().equals(KeepAliveOptions.DEFAULT_INTERVAL)
				|| theirs.getCount() != KeepAliveOptions.DEFAULT_COUNT;
		return (chosen || !ExtendedKeepAliveSupport.isSupported()) ? sockets
				: sockets.mutate().keepAlive(KEEP_ALIVE).build();
	}

	private static LettuceClientConfigurationBuilder client(LettuceClientConfiguration application,
			ClientResources resources, ClientOptions options, Duration commandTimeout) {
		LettuceClientConfigurationBuilder client = LettuceClientConfiguration.builder()
			.clientOptions(options)
			.clientResources(resources)
			.commandTimeout(commandTimeout)
			.shutdownTimeout(application.getShutdownTimeout())
			.shutdownQuietPeriod(application.getShutdownQuietPeriod());
		application.getRedisCredentialsProviderFactory().ifPresent(client::redisCredentialsProviderFactory);
		if (application.isUseSsl()) {
			LettuceSslClientConfigurationBuilder ssl = client.useSsl().verifyPeer(application.getVerifyMode());
			if (application.isStartTls()) {
				ssl.startTls();
			}
		}
		return client;
	}

	/**
	 * Opens a connection for a command that blocks.
	 * @param ours a factory made here
	 * @return the connection, which the caller closes
	 */
	static CompletionStage<StatefulConnection<byte[], byte[]>> openWaiting(RedisConnectionFactory ours) {
		return (ours instanceof OwningConnectionFactory owning) ? owning.waiting.open() : none(ours);
	}

	/**
	 * Opens a connection to subscribe with.
	 * @param ours a factory made here
	 * @return the connection, which the caller closes
	 */
	static CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> openListening(RedisConnectionFactory ours) {
		return (ours instanceof OwningConnectionFactory owning) ? owning.waiting.openListening() : none(ours);
	}

	private static <T> CompletionStage<T> none(RedisConnectionFactory ours) {
		return CompletableFuture.failedFuture(
				new UnsupportedOperationException("A " + ours.getClass().getName() + " has no connections for it"));
	}

	/**
	 * Has connections that block beside it, and ends the threads that it does not share
	 * with the application.
	 */
	private static final class OwningConnectionFactory extends LettuceConnectionFactory {

		private final WaitingConnections waiting;

		private final ClientResources resources;

		private OwningConnectionFactory(RedisConfiguration server, LettuceClientConfiguration client,
				WaitingConnections waiting, ClientResources resources) {
			super(server, client);
			this.waiting = waiting;
			this.resources = resources;
		}

		@Override
		public void destroy() {
			this.waiting.destroy();
			super.destroy();
			this.resources.shutdown(0, 2, TimeUnit.SECONDS);
		}

	}

}
