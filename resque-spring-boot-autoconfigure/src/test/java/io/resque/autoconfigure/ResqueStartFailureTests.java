package io.resque.autoconfigure;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.resque.ResqueJob;
import io.resque.testsupport.FakeRedis;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stops a start, with a sentence and an action; and what is only warned about.
 */
@ExtendWith({ RedisServerExtension.class, OutputCaptureExtension.class })
class ResqueStartFailureTests {

	private final ApplicationContextRunner runner;

	ResqueStartFailureTests(RedisServer server) {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + server.url());
	}

	@Test
	void aMissingPassword() {
		try (OwnRedis redis = OwnRedis.start("--requirepass", "secret")) {
			FailureAnalysis analysis = failure(this.runner.withPropertyValues("spring.data.redis.url=" + redis.url()));
			assertThat(analysis.getDescription()).contains("refuses the credentials", "NOAUTH");
			assertThat(analysis.getAction()).contains("spring.data.redis.password");
		}
	}

	@Test
	void aWrongPassword() {
		try (OwnRedis redis = OwnRedis.start("--requirepass", "secret")) {
			FailureAnalysis analysis = failure(
					this.runner.withPropertyValues("spring.data.redis.url=redis://:guess@127.0.0.1:" + redis.port()));
			assertThat(analysis.getDescription()).contains("refuses the credentials", "WRONGPASS")
				.doesNotContain("guess");
			assertThat(analysis.getAction()).contains("spring.data.redis.password");
		}
	}

	@Test
	void theRightPassword() {
		try (OwnRedis redis = OwnRedis.start("--requirepass", "secret")) {
			this.runner.withPropertyValues("spring.data.redis.url=redis://:secret@127.0.0.1:" + redis.port())
				.run((context) -> assertThat(context).hasNotFailed());
		}
	}

	@ParameterizedTest
	@CsvSource({ "5.0.14", "6.0.16", "2.8.4" })
	void anOldRedis(String version) throws IOException {
		try (FakeRedis redis = new FakeRedis(version)) {
			FailureAnalysis analysis = failure(this.runner.withPropertyValues("spring.data.redis.url=" + redis.url()));
			assertThat(analysis.getDescription()).isEqualTo("Redis " + version + " is too old.");
			assertThat(analysis.getAction()).contains("6.2");
		}
	}

	@ParameterizedTest
	@CsvSource({ "6.2.0", "7.4.1", "8.0", "10.0.1", "unstable" })
	void aNewRedis(String version) throws IOException {
		try (FakeRedis redis = new FakeRedis(version)) {
			this.runner.withPropertyValues("spring.data.redis.url=" + redis.url())
				.run((context) -> assertThat(context).hasNotFailed());
		}
	}

	@Test
	void anUnreachableRedisWithFailFast() {
		FailureAnalysis analysis = failure(
				this.runner.withPropertyValues("spring.data.redis.url=redis://127.0.0.1:1", "resque.fail-fast=true"));
		assertThat(analysis.getDescription()).contains("cannot be reached");
		assertThat(analysis.getAction()).contains("resque.fail-fast=false");
	}

	@Test
	void twoBeansThatClaimAName() {
		FailureAnalysis analysis = failure(this.runner.withBean(Archive.class).withBean(OtherArchive.class));
		assertThat(analysis.getDescription()).contains("'Archive'", "OtherArchive", "$Archive");
		assertThat(analysis.getAction()).contains("@ResqueJob(name");
	}

	@Test
	void aWorkerWithoutQueues() {
		FailureAnalysis analysis = failure(this.runner.withBean(Homeless.class));
		assertThat(analysis.getDescription()).contains("needs queues");
		assertThat(analysis.getAction()).contains("resque.worker.queues", "resque.worker.enabled=false");
	}

	@Test
	void aPoolOfNegationsOnly() {
		FailureAnalysis analysis = failure(
				this.runner.withBean(Archive.class).withPropertyValues("resque.worker.pools.slow.queues=!high"));
		assertThat(analysis.getDescription()).contains("[!high]");
	}

	@ParameterizedTest
	@CsvSource({ "'a b', blank", "'a:', colon", "'', empty", "'${nowhere.to.be.found:}', empty" })
	void anInvalidNamespace(String namespace, String reason) {
		FailureAnalysis analysis = failure(this.runner.withPropertyValues("resque.namespace=" + namespace));
		assertThat(analysis.getDescription()).contains("namespace", reason);
		assertThat(analysis.getAction()).contains("resque.namespace");
	}

	@Test
	void aJobWithoutAMethod() {
		FailureAnalysis analysis = failure(this.runner.withBean(Idle.class));
		assertThat(analysis.getDescription()).contains("Idle", "has no method 'perform'");
		assertThat(analysis.getAction()).isNotBlank();
	}

	@Test
	void aJobWithAnInvalidName() {
		FailureAnalysis analysis = failure(this.runner.withBean(Misnamed.class));
		assertThat(analysis.getDescription()).contains("'a,b'", "comma");
		assertThat(analysis.getAction()).isNotBlank();
	}

	@Test
	void severalConnectionFactoriesWithoutAPrimary() {
		FailureAnalysis analysis = failure(this.runner.withUserConfiguration(TwoRedis.class));
		assertThat(analysis.getDescription()).contains("several");
		assertThat(analysis.getAction()).contains("primary", "@Qualifier(\"resque\")");
	}

	@ParameterizedTest
	@CsvSource({ "worker.concurrency=0, 'concurrency'", "worker.prefetch=-1, 'prefetch'",
			"worker.poll-interval=0, 'poll-interval'", "worker.shutdown-timeout=-1s, 'shutdown-timeout'",
			"worker.recovery.lease=10ms, 'lease'", "worker.recovery.heartbeat-interval=5m, 'heartbeat-interval'",
			"worker.recovery.prune-after=10s, 'heartbeat-interval'", "worker.recovery.max-crashes=0, 'max-crashes'",
			"worker.recovery.suspicion=0s, 'suspicion'", "worker.pools.slow.concurrency=0, 'concurrency'",
			"worker.pools.default.queues=a, 'pools.default'", "worker.pools.slow.concurrency=1, 'pools.slow.queues'",
			"command-timeout=0s, 'command-timeout'", "command-timeout=-1s, 'command-timeout'" })
	void aBadValueNamesItsProperty(String property, String name) {
		this.runner.withPropertyValues("resque." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("'" + name + "'"));
	}

	@Test
	void evictionIsWarnedAbout(CapturedOutput output) {
		try (OwnRedis redis = OwnRedis.start("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru")) {
			started(redis);
			assertThat(output).contains("maxmemory-policy allkeys-lru").doesNotContain("append-only");
		}
	}

	@Test
	void aMissingAppendOnlyFileIsWarnedAbout(CapturedOutput output) {
		try (OwnRedis redis = OwnRedis.start("--appendonly", "no")) {
			started(redis);
			assertThat(output).contains("no append-only file").doesNotContain("maxmemory");
		}
	}

	@Test
	void aSafeRedisIsNotWarnedAbout(CapturedOutput output) {
		try (OwnRedis redis = OwnRedis.start()) {
			started(redis);
			assertThat(output).doesNotContain("append-only").doesNotContain("maxmemory").doesNotContain("WARN");
		}
	}

	private void started(OwnRedis redis) {
		this.runner.withPropertyValues("spring.data.redis.url=" + redis.url())
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static FailureAnalysis failure(ApplicationContextRunner runner) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		runner.run((context) -> {
			assertThat(context).hasFailed();
			analysis[0] = new ResqueFailureAnalyzer().analyze(context.getStartupFailure());
		});
		assertThat(analysis[0]).isNotNull();
		return analysis[0];
	}

	@ResqueJob(queue = "jobs")
	static class Archive {

		void perform() {
		}

	}

	@ResqueJob(name = "Archive", queue = "jobs")
	static class OtherArchive {

		void perform() {
		}

	}

	@ResqueJob
	static class Homeless {

		void perform() {
		}

	}

	@ResqueJob(queue = "jobs")
	static class Idle {

	}

	@ResqueJob(queue = "a,b")
	static class Misnamed {

		void perform() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoRedis {

		@Bean
		LettuceConnectionFactory one() {
			return new LettuceConnectionFactory("127.0.0.1", 1);
		}

		@Bean
		LettuceConnectionFactory two() {
			return new LettuceConnectionFactory("127.0.0.1", 1);
		}

	}

}
