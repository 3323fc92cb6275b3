package io.resque.sample.embedded;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class OnNoRedisServerTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(WithoutServer.class);

	@Test
	void matchesWithoutProperties() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(WithoutServer.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.data.redis.timeout=1s", "spring.data.redis.database=3", "spring.data.redis.url=",
			"spring.data.redis.lettuce.pool.enabled=false" })
	void matchesWhenNoPropertyNamesAServer(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasSingleBean(WithoutServer.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.data.redis.host=redis", "spring.data.redis.port=6380",
			"spring.data.redis.url=redis://redis", "spring.data.redis.sentinel.nodes=a:1",
			"spring.data.redis.sentinel.nodes[0]=a:1", "spring.data.redis.cluster.nodes=a:1",
			"spring.data.redis.masterreplica.nodes=a:1" })
	void doesNotMatchWhenAPropertyNamesAServer(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(WithoutServer.class));
	}

	@Test
	void doesNotMatchWhenTheEnvironmentNamesAServer() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("SPRING_DATA_REDIS_HOST", "redis"))))
			.run((context) -> assertThat(context).doesNotHaveBean(WithoutServer.class));
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnNoRedisServer.class)
	static class WithoutServer {

	}

}
