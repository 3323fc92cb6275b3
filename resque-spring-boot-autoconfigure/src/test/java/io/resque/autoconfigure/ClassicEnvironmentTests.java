package io.resque.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Applications that are started with the environment variables of Ruby's Resque.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClassicEnvironmentTests {

	@Test
	void theVariablesBecomePropertiesAndTheApplicationServesNoWeb() {
		try (ConfigurableApplicationContext context = run(
				Map.of("QUEUE", "critical,high", "INTERVAL", "2", "COUNT", "2", "BACKGROUND", "1"))) {
			Environment environment = context.getEnvironment();
			assertThat(environment.getProperty("resque.worker.queues")).isEqualTo("critical,high");
			assertThat(environment.getProperty("resque.worker.concurrency")).isEqualTo("1");
			assertThat(environment.getProperty("resque.worker.poll-interval")).isEqualTo("2s");
			assertThat(environment.getProperty("spring.main.keep-alive")).isEqualTo("true");
			assertThat(context).as("and neither a supervisor nor the background in a test")
				.isNotInstanceOf(WebApplicationContext.class);
		}
	}

	@Test
	void withoutAQueueNothingChanges() {
		try (ConfigurableApplicationContext context = run(Map.of("COUNT", "none", "INTERVAL", "2"),
				"--spring.main.web-application-type=none")) {
			assertThat(context.getEnvironment().getProperty("resque.worker.poll-interval")).isNull();
			assertThat(context.getEnvironment().getProperty("spring.main.keep-alive")).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "RESQUE_PROCESS_CLASSIC_VARIABLES", "RESQUE_WORKER_ENABLED" })
	void switchedOffOrWithoutWorkersAQueueChangesNothing(String variable) {
		try (ConfigurableApplicationContext context = run(Map.of("QUEUE", "a", "COUNT", "x", variable, "false"),
				"--spring.main.web-application-type=none")) {
			assertThat(context.getEnvironment().getProperty("resque.worker.queues")).isNull();
			assertThat(context.getEnvironment().getProperty("spring.main.keep-alive")).isNull();
		}
	}

	@Test
	void whatTheApplicationSaysWins() {
		SpringApplication application = new SpringApplication(WithPropertySource.class);
		application.setDefaultProperties(Map.of("resque.worker.queues", "default-properties"));
		try (ConfigurableApplicationContext context = run(application,
				Map.of("QUEUE", "a", "INTERVAL", "2", "RESQUE_WORKER_MODE", "thread", "FORK_PER_JOB", "1"),
				"--resque.worker.concurrency=3")) {
			Environment environment = context.getEnvironment();
			assertThat(environment.getProperty("resque.worker.queues")).isEqualTo("default-properties");
			assertThat(environment.getProperty("resque.worker.concurrency")).isEqualTo("3");
			assertThat(environment.getProperty("resque.worker.poll-interval")).isEqualTo("property-source");
			assertThat(environment.getProperty("resque.worker.mode")).isEqualTo("thread");
		}
	}

	@Test
	void aWrongValueEndsTheStartWithASentenceAndNoStackTrace(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Map.of("QUEUE", "a", "COUNT", "many")).close());
		assertThat(output)
			.contains("COUNT must be a number, 1 or more, but is 'many'.",
					"Set COUNT env var, e.g. $ COUNT=2 QUEUE=* java -jar application.jar",
					"resque.process.classic-variables=false")
			.doesNotContain("\tat io.resque");
	}

	@Test
	void theVariablesOfAServletContainerAreNotThoseOfAnApplicationInIt() {
		ConfigurableEnvironment environment = environment(Map.of("QUEUE", "a"));
		environment.getPropertySources().addFirst(new MapPropertySource("servletContextInitParams", Map.of()));
		new ClassicEnvironment().postProcessEnvironment(environment, new SpringApplication());
		assertThat(environment.getProperty("resque.worker.queues")).isNull();
	}

	private static ConfigurableApplicationContext run(Map<String, Object> variables, String... arguments) {
		return run(new SpringApplication(Empty.class), variables, arguments);
	}

	private static ConfigurableApplicationContext run(SpringApplication application, Map<String, Object> variables,
			String... arguments) {
		application.setEnvironment(environment(variables));
		return application.run(arguments);
	}

	private static ConfigurableEnvironment environment(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
		return environment;
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:io/resque/autoconfigure/classic.properties")
	static class WithPropertySource {

	}

}
