package io.resque.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which Redis the library talks to: the application's, or none and a sentence.
 */
class RedisConnectionChoiceTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class));

	@Test
	void masterWithReplicasIsRefusedInsteadOfTalkingToLocalhost() {
		this.runner.withPropertyValues("spring.data.redis.masterreplica.nodes=redis1:6379,redis2:6379")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnsuitableRedisClientException.class)
				.hasMessageContaining("static master and its replicas"));
		this.runner.withUserConfiguration(MasterReplica.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnsuitableRedisClientException.class));
	}

	@Test
	void severalWithoutAPrimaryAreRefused() {
		this.runner.withUserConfiguration(Two.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("several of which none is primary"));
	}

	@Test
	void withoutLettuceThereIsASentence() {
		this.runner.withClassLoader(new FilteredClassLoader("io.lettuce"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Resque talks to Redis through Lettuce"));
	}

	@Configuration(proxyBeanMethods = false)
	static class MasterReplica {

		@Bean
		LettuceConnectionFactory connections() {
			return new LettuceConnectionFactory(new RedisStaticMasterReplicaConfiguration("redis1"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Two {

		@Bean
		LettuceConnectionFactory one() {
			return new LettuceConnectionFactory("redis1", 6379);
		}

		@Bean
		LettuceConnectionFactory two() {
			return new LettuceConnectionFactory("redis2", 6379);
		}

	}

}
