package io.resque.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.support.SystemEnvironmentPropertySourceEnvironmentPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.resque.ResqueJob;
import io.resque.process.ExitWhenEmpty;
import io.resque.process.ProcessSettings;
import io.resque.process.StatusFile;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.worker.fork.ChildLauncher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith({ RedisServerExtension.class, OutputCaptureExtension.class })
class ProcessBeansTests {

	private static final String WARNING = "The platform kills this process";

	private final ApplicationContextRunner runner;

	@TempDir
	private Path directory;

	ProcessBeansTests(RedisServer server) {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class, ResqueProcessAutoConfiguration.class,
					ResqueCommandAutoConfiguration.class))
			.withBean(Noop.class)
			.withPropertyValues("spring.data.redis.url=" + server.url(), "resque.worker.queues=a,b");
	}

	@Test
	void nothingOfItIsThereUnlessItIsAskedFor() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ExitWhenEmpty.class)
			.doesNotHaveBean(StatusFile.class)
			.doesNotHaveBean(CommandApplication.class));
	}

	@Test
	void aChildHasNothingOfIt() {
		asked().withPropertyValues(ChildLauncher.SOCKET_PROPERTY + "=/tmp/socket")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ExitWhenEmpty.class)
				.doesNotHaveBean(StatusFile.class));
	}

	@Test
	void anApplicationWithoutWorkersHasNothingOfIt() {
		asked().withPropertyValues("resque.worker.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ExitWhenEmpty.class)
				.doesNotHaveBean(StatusFile.class));
	}

	@Test
	void theStatusFileIsThereWhileTheApplicationRunsAlsoWhenBeansAreLazy() {
		Path status = this.directory.resolve("status");
		asked()
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				await().untilAsserted(
						() -> assertThat(status).content().isEqualTo("resque-development: Waiting for a,b\n"));
				assertThat(context.getBean(ExitWhenEmpty.class).isRunning()).as("waits for the runners").isFalse();
			});
		assertThat(status).doesNotExist();
	}

	private ApplicationContextRunner asked() {
		return this.runner.withPropertyValues("resque.process.exit-when-empty=true",
				"resque.process.status-file=" + this.directory.resolve("status"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "missing/status", "" })
	void aStatusFileThatCannotBeWrittenEndsTheStartWithASentence(String name) {
		Path file = this.directory.resolve(name);
		this.runner.withPropertyValues("resque.process.status-file=" + file)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("resque.process.status-file")
				.hasMessageContaining(file.toString())
				.hasMessageContaining("a directory that exists"));
	}

	@ParameterizedTest
	@CsvSource({ "29s, true", "30s, false", "PT1M, false" })
	void aGracePeriodThatIsTooShortIsWarnedAbout(String grace, boolean warned, CapturedOutput output) {
		this.runner.withPropertyValues("resque.process.grace-period=" + grace)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getAll().contains(WARNING)).isEqualTo(warned);
		if (warned) {
			assertThat(output).contains("29 s after it asked it to stop (resque.process.grace-period)",
					"need up to 30 s");
		}
	}

	@Test
	void nothingIsGuessedFromThePlatform(CapturedOutput output) {
		this.runner
			.withPropertyValues("INVOCATION_ID=0", "KUBERNETES_SERVICE_HOST=10.0.0.1",
					"resque.worker.shutdown-timeout=22s")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void environmentVariablesAreUnderstoodAsTheFilesForThePlatformsWriteThem() {
		ProcessSettings settings = bind(Map.of("RESQUE_PROCESS_GRACE_PERIOD", "70s", "RESQUE_PROCESS_STATUS_FILE",
				"/run/resque/status", "RESQUE_PROCESS_EXIT_WHEN_EMPTY", "true", "RESQUE_PROCESS_COMMAND_LINE", "false",
				"RESQUE_PROCESS_CLASSIC_VARIABLES", "false"));
		assertThat(settings).isEqualTo(
				new ProcessSettings(false, null, true, "/run/resque/status", Duration.ofSeconds(70), false, false));
	}

	private static ProcessSettings bind(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		new SystemEnvironmentPropertySourceEnvironmentPostProcessor().postProcessEnvironment(environment,
				new SpringApplication());
		return Binder.get(environment).bind("resque.process", ProcessSettings.class).get();
	}

	@ResqueJob(queue = "a")
	static class Noop {

		void perform() {
		}

	}

}
