package io.resque.testsupport;

import java.time.Duration;

import io.lettuce.core.RedisURI;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.redis.Keyspace;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;

/**
 * The connections of an application and those of the library, made from a URL as Spring
 * Boot would make them; Sentinel's URLs are understood, too.
 *
 * @param application as the application has them
 * @param resque as the library has them
 * @param patient for tests: back as fast as the library's after an outage
 */
public record TestConnections(StringRedisTemplate application, ResqueRedis resque,
		StringRedisTemplate patient) implements AutoCloseable {

	/** Opens connections that nobody closes before the end of the process. */
	public static TestConnections to(String url) {
		LettuceConnectionFactory application = new LettuceConnectionFactory(
				LettuceConnectionFactory.createRedisConfiguration(RedisURI.create(url)));
		LettuceConnectionFactory own = ResqueConnections.like(start(application), Duration.ofSeconds(10));
		return new TestConnections(new StringRedisTemplate(application),
				new ResqueRedis(start(own), new Keyspace("resque")), new StringRedisTemplate(own));
	}

	private static LettuceConnectionFactory start(LettuceConnectionFactory factory) {
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	@Override
	public void close() {
		this.resque.close();
		((LettuceConnectionFactory) this.application.getRequiredConnectionFactory()).destroy();
	}

}
