package io.resque.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.resque.ResqueOperations;
import io.resque.event.LogContext;
import io.resque.observation.EnqueueObservation;
import io.resque.observation.PerformObservation;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class ResqueObservationAutoConfigurationTests {

	private final RedisServer server;

	private final ApplicationContextRunner library;

	ResqueObservationAutoConfigurationTests(RedisServer server) {
		this.server = server;
		this.library = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueObservationAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + server.url());
	}

	@Test
	void observesWhereThereIsARegistry() {
		this.library.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(EnqueueObservation.class)
				.hasSingleBean(PerformObservation.class));
	}

	@Test
	void withoutATracerPayloadsAreThoseOfRuby() {
		this.library.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class)).run((context) -> {
			context.getBean(ResqueOperations.class).enqueueTo("notes", "Note", 7);
			assertThat(this.server.template().opsForList().range("resque:queue:notes", 0, -1))
				.containsExactly("{\"class\":\"Note\",\"args\":[7]}");
		});
	}

	@Test
	void backsOffWithoutARegistry() {
		this.library.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(EnqueueObservation.class)
			.doesNotHaveBean(PerformObservation.class)
			.hasSingleBean(LogContext.class));
	}

	@Test
	void backsOffWithoutMicrometerAndWithoutSlf4j() {
		this.library.withClassLoader(new FilteredClassLoader("io.micrometer.observation"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ResqueOperations.class)
				.doesNotHaveBean("resqueEnqueueObservation"));
		this.library.withClassLoader(new FilteredClassLoader("org.slf4j.MDC"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ResqueOperations.class)
				.doesNotHaveBean("resqueLogContext"));
	}

	@Test
	void backsOffFromBeansOfTheApplication() {
		EnqueueObservation own = new EnqueueObservation(() -> ObservationRegistry.NOOP, () -> null);
		this.library.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
			.withBean(EnqueueObservation.class, () -> own)
			.run((context) -> assertThat(context.getBean(EnqueueObservation.class)).isSameAs(own));
	}

}
