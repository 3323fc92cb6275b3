package io.resque.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.resque.ResqueJob;
import io.resque.process.SupervisorWatch;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pid file and the log line of a worker process, and who has none.
 */
@ExtendWith({ RedisServerExtension.class, OutputCaptureExtension.class })
class ResqueProcessAutoConfigurationTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner;

	ResqueProcessAutoConfigurationTests(RedisServer server) {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class, ResqueProcessAutoConfiguration.class))
			.withBean(Archive.class)
			.withPropertyValues("spring.data.redis.url=" + server.url());
	}

	@Test
	void theFileIsThereWhileTheWorkersAre() {
		Path file = this.directory.resolve("resque.pid");
		withPidFile(file).run((context) -> assertThat(file).hasContent(Long.toString(ProcessHandle.current().pid())));
		assertThat(file).doesNotExist();
	}

	@Test
	void whoDoesNotWorkHasNone() {
		Path file = this.directory.resolve("resque.pid");
		withPidFile(file).withPropertyValues("resque.worker.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(OwnPidFile.class));
		assertThat(this.directory).isEmptyDirectory();
		withPidFile(Path.of("")).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aWorkerLeavesItToItsSupervisor() {
		Path file = this.directory.resolve("resque.pid");
		long parent = ProcessHandle.current().parent().orElseThrow().pid();
		Path status = this.directory.resolve("status");
		withVariables(withPidFile(file), Map.of("QUEUE", "jobs", SupervisorWatch.VARIABLE, Long.toString(parent)))
			.withPropertyValues("resque.process.status-file=" + status)
			.run((context) -> {
				assertThat(file).doesNotExist();
				assertThat(status).doesNotExist();
				assertThat(Path.of(status + "." + ProcessHandle.current().pid())).exists();
			});
	}

	@Test
	void oneThatCannotBeWrittenEndsTheStartWithASentence() {
		Path file = this.directory.resolve("missing/resque.pid");
		withPidFile(file).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new ResqueFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(file.toString(), "there is no directory");
			assertThat(analysis.getAction()).contains("resque.process.pid-file", "PIDFILE");
		});
		assertThat(Files.exists(file)).isFalse();
	}

	@Test
	void aClassicStartIsReportedWithWhatTheApplicationSaysInstead(CapturedOutput output) {
		withVariables(this.runner.withPropertyValues("resque.worker.concurrency=4"),
				Map.of("QUEUE", "jobs\nforged", "COUNT", "1"))
			.run((context) -> context.publishEvent(new ApplicationStartedEvent(new SpringApplication(), new String[0],
					context.getSourceApplicationContext(), Duration.ZERO)));
		assertThat(output.getOut().lines().filter((line) -> line.contains("Classic start-up"))).singleElement()
			.asString()
			.contains("QUEUE=jobs forged: resque.worker.queues=jobs forged", "COUNT=1: one worker process",
					"the application says otherwise: ", "resque.worker.concurrency=4");
	}

	@Test
	void anyOtherStartIsNot(CapturedOutput output) {
		withVariables(this.runner, Map.of("COUNT", "1"))
			.run((context) -> context.publishEvent(new ApplicationStartedEvent(new SpringApplication(), new String[0],
					context.getSourceApplicationContext(), Duration.ZERO)));
		assertThat(output).doesNotContain("Classic start-up");
	}

	private ApplicationContextRunner withPidFile(Path file) {
		return this.runner.withPropertyValues("resque.process.pid-file=" + file);
	}

	private static ApplicationContextRunner withVariables(ApplicationContextRunner runner,
			Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		return runner.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.replace(name, new SystemEnvironmentPropertySource(name, variables)));
	}

	@ResqueJob(queue = "jobs")
	static class Archive {

		void perform() {
		}

	}

}
