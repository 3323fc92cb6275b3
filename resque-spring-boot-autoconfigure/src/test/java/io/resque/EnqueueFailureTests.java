package io.resque;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.resque.redis.Keyspace;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@ExtendWith(RedisServerExtension.class)
class EnqueueFailureTests {

	@Test
	void refusedJobIsSurelyNotQueued(RedisServer redis) {
		redis.template().opsForValue().set("resque:queue:q", "text");
		assertThatExceptionOfType(EnqueueException.class)
			.isThrownBy(() -> template(redis.redis("resque")).enqueueTo("q", "Archive", 1))
			.withMessageStartingWith("The job was not put on the queue 'q'. Redis answered an error: ")
			.withMessageContaining("WRONGTYPE")
			.satisfies((ex) -> assertThat(ex.isOutcomeUnknown()).isFalse());
	}

	@Test
	void jobIsSurelyNotQueuedWhenRedisCannotBeReached() {
		LettuceConnectionFactory application = new LettuceConnectionFactory("127.0.0.1", 1);
		LettuceConnectionFactory factory = ResqueConnections.like(application, Duration.ofSeconds(5));
		factory.afterPropertiesSet();
		factory.start();
		try {
			assertThatExceptionOfType(EnqueueException.class)
				.isThrownBy(() -> template(new ResqueRedis(factory, new Keyspace("resque"))).enqueueTo("q", "A", 1))
				.withMessageStartingWith("The job was not put on the queue 'q'. Redis cannot be reached")
				.satisfies((ex) -> assertThat(ex.isOutcomeUnknown()).isFalse());
		}
		finally {
			factory.destroy();
		}
	}

	@Test
	void lostAnswerSaysThatTheOutcomeIsUnknown() {
		RedisConnection connection = mock();
		given(connection.scriptingCommands()).willThrow(new QueryTimeoutException("no answer in time"));
		RedisConnectionFactory factory = mock();
		given(factory.getConnection()).willReturn(connection);
		assertThatExceptionOfType(EnqueueException.class)
			.isThrownBy(() -> template(new ResqueRedis(factory, new Keyspace("resque"))).enqueueTo("q", "A", 1))
			.withMessageStartingWith("It is unknown whether the job was put on the queue 'q'. ")
			.withMessageContaining("no answer in time")
			.satisfies((ex) -> assertThat(ex.isOutcomeUnknown()).isTrue());
	}

	@Test
	void messageSaysHowManyOfManyWerePushed() {
		RedisConnection connection = mock();
		given(connection.scriptingCommands()).willReturn(mock()).willThrow(new QueryTimeoutException("no answer"));
		RedisConnectionFactory factory = mock();
		given(factory.getConnection()).willReturn(connection);
		List<List<Object>> args = new ArrayList<>();
		for (int i = 0; i < 3000; i++) {
			args.add(List.of(i));
		}
		assertThatExceptionOfType(EnqueueException.class)
			.isThrownBy(() -> template(new ResqueRedis(factory, new Keyspace("resque"))).enqueueAllTo("q", "A", args))
			.withMessageStartingWith(
					"It is unknown whether 3000 jobs were put on the queue 'q' (the first 1000 were). ");
	}

	private static ResqueTemplate template(ResqueRedis redis) {
		return new ResqueTemplate(redis, TestJobs.registry(), TestJobs.codec(), List.of(), null);
	}

}
