package io.resque.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.resque.ResqueOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Boot's {@code @ServiceConnection} for a Redis container is all the library needs to
 * find Redis.
 */
@Tag("docker")
@SpringBootTest(webEnvironment = WebEnvironment.NONE, classes = ServiceConnectionTests.Application.class)
class ServiceConnectionTests {

	@Autowired
	private ResqueOperations resque;

	@Test
	void jobsGoToTheRedisOfTheContainer() {
		this.resque.enqueueTo("remote", "RubyJob", 1);
		assertThat(this.resque.queueSizes()).isEqualTo(Map.of("remote", 1L));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@ServiceConnection("redis")
		GenericContainer<?> redis() {
			String image = System.getenv().getOrDefault("RESQUE_TEST_REDIS_IMAGE", "redis:7");
			return new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(6379);
		}

	}

}
