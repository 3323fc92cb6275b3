package io.resque.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * Connections of our own to the server that the application's connection factory talks
 * to. They differ in three points: a command whose answer was lost is not sent again
 * behind our back (an enqueue must not double silently), a command without a connection
 * fails at once instead of waiting without bound, and after an outage they are back
 * within a second.
 */
public final class ResqueConnections {

	private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofMillis(500);

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
		LettuceClientConfiguration client = new Client(application.getClientConfiguration(),
				reconnectingFast(application.getClientResources()), commandTimeout);
		LettuceConnectionFactory factory = new LettuceConnectionFactory(server(application), client);
		factory.setValidateConnection(false);
		factory.setEagerInitialization(false);
		return factory;
	}

	private static RedisConfiguration server(LettuceConnectionFactory application) {
		if (application.getClusterConfiguration() != null) {
			return application.getClusterConfiguration();
		}
		if (application.getSentinelConfiguration() != null) {
			return application.getSentinelConfiguration();
		}
		if (application.getSocketConfiguration() != null) {
			return application.getSocketConfiguration();
		}
		return application.getStandaloneConfiguration();
	}

	private static ClientResources reconnectingFast(@Nullable ClientResources application) {
		ClientResources.Builder resources = (application != null) ? application.mutate()
				: DefaultClientResources.builder();
		return resources
			.reconnectDelay(Delay.equalJitter(Duration.ofMillis(10), LONGEST_RECONNECT_DELAY, 1, TimeUnit.MILLISECONDS))
			.build();
	}

	private record Client(LettuceClientConfiguration application, ClientResources resources,
			Duration commandTimeout) implements LettuceClientConfiguration {

		@Override
		public Optional<ClientOptions> getClientOptions() {
			ClientOptions.Builder options = this.application.getClientOptions()
				.orElseGet(ClientOptions::create)
				.mutate();
			return Optional.of(options.autoReconnect(true)
				.replayFilter((command) -> true)
				.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
				.timeoutOptions(TimeoutOptions.enabled(this.commandTimeout))
				.build());
		}

		@Override
		public Optional<ClientResources> getClientResources() {
			return Optional.of(this.resources);
		}

		@Override
		public Duration getCommandTimeout() {
			return this.commandTimeout;
		}

		@Override
		public Optional<ReadFrom> getReadFrom() {
			return Optional.empty();
		}

		@Override
		public boolean isUseSsl() {
			return this.application.isUseSsl();
		}

		@Override
		public boolean isVerifyPeer() {
			return this.application.getVerifyMode() != SslVerifyMode.NONE;
		}

		@Override
		public SslVerifyMode getVerifyMode() {
			return this.application.getVerifyMode();
		}

		@Override
		public boolean isStartTls() {
			return this.application.isStartTls();
		}

		@Override
		public Optional<String> getClientName() {
			return Optional.of(this.application.getClientName().orElse("resque"));
		}

		@Override
		public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
			return this.application.getRedisCredentialsProviderFactory();
		}

		@Override
		public Duration getShutdownTimeout() {
			return this.application.getShutdownTimeout();
		}

		@Override
		public Duration getShutdownQuietPeriod() {
			return this.application.getShutdownQuietPeriod();
		}

	}

}
