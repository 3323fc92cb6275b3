package io.resque.autoconfigure;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.ReflectionUtils;

import io.resque.ResqueJob;
import io.resque.ResqueOperations;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The slots have virtual threads where the application asks for them and the JVM has
 * them, platform threads otherwise.
 */
@ExtendWith(RedisServerExtension.class)
class SlotThreadsTests {

	private static final boolean JVM_HAS_VIRTUAL_THREADS = Runtime.version().feature() >= 21;

	private static final int MANY = 300;

	private final StringRedisTemplate redis;

	private final ApplicationContextRunner runner;

	SlotThreadsTests(RedisServer server) {
		this.redis = server.template();
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + server.url(), "spring.data.redis.client-name=slots");
	}

	@Test
	void areVirtualWhereAskedForAndAvailable() {
		this.runner.withBean(Crowd.class, () -> new Crowd(1))
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> {
				ClassLoader loader = context.getClassLoader();
				context.getBean(ResqueOperations.class).enqueue(Crowd.class);
				Thread thread = context.getBean(Crowd.class).threads.poll(10, TimeUnit.SECONDS);
				assertThat(thread).isNotNull();
				assertThat(isVirtual(thread)).isEqualTo(JVM_HAS_VIRTUAL_THREADS);
				assertThat(thread.getName()).startsWith("resque default-");
				assertThat(thread.getContextClassLoader()).isSameAs(loader);
			});
	}

	@Test
	void arePlatformThreadsOtherwise() {
		this.runner.withBean(Crowd.class, () -> new Crowd(1)).run((context) -> {
			context.getBean(ResqueOperations.class).enqueue(Crowd.class);
			Thread thread = context.getBean(Crowd.class).threads.poll(10, TimeUnit.SECONDS);
			assertThat(thread).isNotNull();
			assertThat(isVirtual(thread)).isFalse();
		});
	}

	@Test
	void hundredsRunAtTheSameTimeOverAHandfulOfConnections() {
		this.runner.withBean(Crowd.class, () -> new Crowd(MANY))
			.withPropertyValues("spring.threads.virtual.enabled=true", "resque.worker.concurrency=" + MANY)
			.run((context) -> {
				await().atMost(Duration.ofSeconds(20))
					.until(() -> Long.valueOf(MANY).equals(this.redis.opsForSet().size("resque:workers")));
				context.getBean(ResqueOperations.class).enqueueAll(Crowd.class, Collections.nCopies(MANY, List.of()));
				Crowd crowd = context.getBean(Crowd.class);
				assertThat(crowd.complete.await(30, TimeUnit.SECONDS)).isTrue();
				assertThat(crowd.threads.stream().distinct()).hasSize(MANY);
				assertThat(connections()).isBetween(1L, 5L);
				await().atMost(Duration.ofSeconds(20))
					.until(() -> Integer.toString(MANY).equals(this.redis.opsForValue().get("resque:stat:processed")));
			});
		assertThat(this.redis.opsForSet().size("resque:workers")).isZero();
		await().until(() -> connections() == 0);
	}

	private long connections() {
		return this.redis.getClientList()
			.stream()
			.filter((client) -> client.getName() != null && client.getName().startsWith("slots"))
			.count();
	}

	private static boolean isVirtual(Thread thread) {
		var isVirtual = ReflectionUtils.findMethod(Thread.class, "isVirtual");
		return isVirtual != null && Boolean.TRUE.equals(ReflectionUtils.invokeMethod(isVirtual, thread));
	}

	/** Ends when so many of it run. */
	@ResqueJob(queue = "jobs")
	static class Crowd {

		private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

		private final CountDownLatch complete;

		Crowd(int size) {
			this.complete = new CountDownLatch(size);
		}

		void perform() throws InterruptedException {
			this.threads.add(Thread.currentThread());
			this.complete.countDown();
			this.complete.await();
		}

	}

}
