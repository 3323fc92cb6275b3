package io.resque.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.failure.Failures;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith({ RedisServerExtension.class, OutputCaptureExtension.class })
class FailureLoopTests {

	private final StringRedisTemplate redis;

	private final Failures failures;

	private final ApplicationContextRunner runner;

	FailureLoopTests(RedisServer server) {
		this.redis = server.template();
		ResqueRedis resque = server.redis("resque");
		this.failures = new Failures(new FailureStore(resque), new ServerStore(resque),
				new JobCodec(new ResqueJson(JsonProfile.CLASSIC)));
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + server.url());
	}

	@BeforeEach
	void fill() {
		this.redis.opsForList().rightPushAll("resque:failed", List.of("{\"a\":1}", "{\"a\":2}", "{\"a\":3}"));
	}

	@Test
	void countsGroupsThatSomebodyHasAskedForAndDropsNothingByDefault() {
		assertThat(this.failures.groups().groups()).hasSize(1);
		this.redis.opsForList().rightPush("resque:failed", "{\"exception\":\"E\"}");
		this.runner.run((context) -> await()
			.untilAsserted(() -> assertThat(this.redis.opsForHash().size("resque:spring:groups:failed")).isEqualTo(3)));
		assertThat(this.redis.opsForList().size("resque:failed")).isEqualTo(4);
	}

	@Test
	void dropsWhatIsTooMuchAndCountsIt(CapturedOutput output) {
		this.runner.withPropertyValues("resque.failure.keep=1").run((context) -> {
			await().until(() -> output.getAll().contains("2 failed jobs were dropped from failed"));
			assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).containsExactly("{\"a\":3}");
			FailureLoop loop = context.getBean(FailureLoop.class);
			loop.stop();
			loop.stop();
			assertThat(loop.isRunning()).isFalse();
		});
	}

	@Test
	void isLeftToProcessesWithWorkers() {
		this.runner.withPropertyValues("resque.failure.keep=1", "resque.worker.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FailureLoop.class));
	}

	@Test
	void aSenselessLimitEndsTheStart() {
		this.runner.withPropertyValues("resque.failure.keep=0")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("'keep'"));
	}

}
