package io.resque.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisKeyCommands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Connections that fail: what a caller learns of it.
 */
class ResqueRedisTests {

	private static final RuntimeException FORGOTTEN = failure(
			new IllegalStateException("RedisHandshakeHandler not registered"));

	private static final RuntimeException CLOSED = failure(
			new RedisConnectionException("Connection closed prematurely"));

	private static final RuntimeException NO_PASSWORD = failure(
			new RedisConnectionException("NOAUTH HELLO must be called with the client already authenticated"));

	private final RedisConnectionFactory connections = mock(RedisConnectionFactory.class);

	private final ResqueRedis redis = new ResqueRedis(this.connections, new Keyspace("resque"));

	@Test
	void aFailureWithoutAReasonIsTriedAgainUntilItHasOne() {
		fail(FORGOTTEN, CLOSED, FORGOTTEN, NO_PASSWORD);
		assertThatThrownBy(this::exists).isInstanceOf(RedisCallException.class).hasMessageContaining("NOAUTH");
	}

	@Test
	void aFailureWithoutAReasonThatPassesIsNone() {
		RedisConnection connection = mock(RedisConnection.class);
		RedisKeyCommands commands = mock(RedisKeyCommands.class);
		given(connection.keyCommands()).willReturn(commands);
		given(commands.exists(any(byte[].class))).willReturn(true);
		given(this.connections.getConnection()).willThrow(FORGOTTEN).willReturn(connection);
		assertThat(exists()).isTrue();
	}

	@Test
	void aFailureThatNeverHasAReasonIsSaid() {
		given(this.connections.getConnection()).willThrow(FORGOTTEN);
		assertThatThrownBy(this::exists).isInstanceOf(RedisCallException.class)
			.hasMessageContaining("RedisHandshakeHandler not registered");
	}

	@Test
	void aFailureWithAReasonIsNotTriedAgain() {
		fail(NO_PASSWORD, FORGOTTEN);
		assertThatThrownBy(this::exists).hasMessageContaining("NOAUTH");
	}

	private void fail(RuntimeException... failures) {
		Deque<RuntimeException> coming = new ArrayDeque<>(List.of(failures));
		given(this.connections.getConnection()).willAnswer((call) -> {
			throw coming.removeFirst();
		});
	}

	private Boolean exists() {
		return this.redis.call((redis) -> redis.keyCommands().exists(new byte[0]));
	}

	private static RuntimeException failure(Exception cause) {
		return new RedisConnectionFailureException("Unable to connect to Redis", cause);
	}

}
