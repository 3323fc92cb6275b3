package io.resque.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.resque.redis.ResqueRedis;

/**
 * Ends the start where another client than Lettuce is on the class path.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingClass("io.lettuce.core.RedisClient")
class WithoutLettuceConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ResqueRedis resqueRedis() {
		throw new UnsuitableRedisClientException("no Lettuce on the class path");
	}

}
