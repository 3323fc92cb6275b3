package io.resque.sample.embedded;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

import io.resque.sample.SampleProperties;

/**
 * Connects the application to the embedded Redis, unless its configuration names a
 * server.
 * <p>
 * Every Redis connection is made from the connection details, and those need the server.
 * So it runs before anybody connects and is left after the workers have stopped and the
 * last connection is closed.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnNoRedisServer.class)
class EmbeddedRedisConfiguration {

	@Bean
	EmbeddedRedis embeddedRedis(SampleProperties properties) {
		return EmbeddedRedis.join(properties.dataDir().resolve("redis"));
	}

	@Bean
	DataRedisConnectionDetails embeddedRedisConnectionDetails(EmbeddedRedis redis, DataRedisProperties properties) {
		return new EmbeddedRedisConnectionDetails(redis.port(), properties.getDatabase());
	}

	private record EmbeddedRedisConnectionDetails(int port, int database) implements DataRedisConnectionDetails {

		@Override
		public Standalone getStandalone() {
			return Standalone.of(RedisServer.HOST, this.port, this.database);
		}

	}

}
