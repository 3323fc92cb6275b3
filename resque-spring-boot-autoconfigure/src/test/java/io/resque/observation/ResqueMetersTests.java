package io.resque.observation;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.inspect.VitalSigns;
import io.resque.redis.Keyspace;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.CommandCount;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.SilentProxy;
import io.resque.testsupport.TestConnections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(RedisServerExtension.class)
class ResqueMetersTests {

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final AtomicLong clock = new AtomicLong();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	ResqueMetersTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
	}

	@Test
	void tellWhatIsInRedis() {
		push("mail", 3);
		push("low", 1);
		this.redis.opsForSet().add("resque:queues", "odd");
		this.redis.opsForValue().set("resque:queue:odd", "no list");
		this.redis.opsForValue().set("resque:stat:processed", "42");
		this.redis.opsForValue().set("resque:stat:failed", "7");
		this.redis.opsForList().rightPushAll("resque:failed", "{}", "{}");
		this.redis.opsForSet().add("resque:workers", "vm:1:mail", "vm:2:mail", "vm:3:low");
		this.redis.opsForValue().set("resque:worker:vm:2:mail", "{}");
		bind(this.server.redis("resque"));
		assertThat(gauge("resque.failed")).isEqualTo(2);
		assertThat(gauge("resque.pending")).isEqualTo(4);
		assertThat(gauge("resque.workers")).isEqualTo(3);
		assertThat(gauge("resque.workers.working")).isEqualTo(1);
		assertThat(total("resque.jobs.processed")).isEqualTo(42);
		assertThat(total("resque.jobs.failed")).isEqualTo(7);
		assertThat(depth("mail")).isEqualTo(3);
		assertThat(depth("low")).isEqualTo(1);
		assertThat(this.registry.find("resque.queue.depth").gauges()).hasSize(2);
	}

	@Test
	void queuesComeAndGo() {
		push("mail", 1);
		bind(this.server.redis("resque"));
		scrape();
		this.redis.delete("resque:queues");
		push("low", 2);
		assertThat(depth("mail")).isEqualTo(1);
		later();
		scrape();
		assertThat(this.registry.find("resque.queue.depth").gauges()).singleElement()
			.satisfies((gauge) -> assertThat(gauge.getId().getTag("queue")).isEqualTo("low"));
		assertThat(depth("low")).isEqualTo(2);
	}

	@Test
	void ofManyQueuesTheLongestAreShown() {
		IntStream.rangeClosed(1, 120).forEach((i) -> push("queue" + i, i));
		bind(this.server.redis("resque"));
		scrape();
		assertThat(this.registry.find("resque.queue.depth").gauges()).hasSize(QueueGauges.MAX_QUEUES);
		assertThat(depth("queue120")).isEqualTo(120);
		assertThat(depth("queue21")).isEqualTo(21);
		assertThat(this.registry.find("resque.queue.depth").tag("queue", "queue20").gauge()).isNull();
	}

	@Test
	void aScrapeCostsOneRead() {
		IntStream.range(0, 10).forEach((i) -> push("queue" + i, 1));
		bind(this.server.redis("resque"));
		scrape();
		CommandCount count = CommandCount.of(this.server);
		scrape();
		scrape();
		assertThat(count.since()).isZero();
		later();
		scrape();
		scrape();
		assertThat(count.byName()).containsEntry("evalsha", 1L).containsEntry("scard", 3L).containsEntry("llen", 11L);
	}

	@Test
	void moreOfWhatRedisTells() {
		push("mail", 1);
		push("orders", 1);
		this.redis.opsForSet().add("resque:workers", "vm:1:ma*");
		this.redis.opsForList().rightPushAll("resque:delayed:5", "{}", "{}");
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", "5", 5);
		this.redis.opsForSet().add("resque:queues", "rails");
		this.redis.opsForList()
			.rightPush("resque:queue:rails",
					"{\"class\":\"ActiveJob::QueueAdapters::ResqueAdapter::JobWrapper\",\"args\":[{\"enqueued_at\":\""
							+ Instant.now().minusSeconds(60) + "\"}]}");
		bind(this.server.redis("resque"));
		assertThat(gauge("resque.delayed")).isEqualTo(2);
		assertThat(gauge("resque.queues.unserved")).isEqualTo(2);
		assertThat(this.registry.find("resque.queue.head.age").gauges()).singleElement().satisfies((gauge) -> {
			assertThat(gauge.getId().getTag("queue")).isEqualTo("rails");
			assertThat(gauge.getId().getBaseUnit()).isEqualTo("seconds");
			assertThat(gauge.value()).isBetween(59.0, 90.0);
		});
	}

	@Test
	void severalRegistriesShareTheRead() {
		push("mail", 1);
		CompositeMeterRegistry composite = new CompositeMeterRegistry();
		SimpleMeterRegistry another = new SimpleMeterRegistry();
		composite.add(this.registry);
		ResqueMeters meters = meters(this.server.redis("resque"));
		meters.bindTo(composite);
		meters.bindTo(another);
		scrape();
		CommandCount count = CommandCount.of(this.server);
		assertThat(another.get("resque.queue.depth").tag("queue", "mail").gauge().value()).isEqualTo(1);
		assertThat(depth("mail")).isEqualTo(1);
		assertThat(count.since()).isZero();
	}

	@Test
	void whileRedisIsAwayGaugesHaveNoValueAndTotalsKeepTheirs() {
		try (OwnRedis own = OwnRedis.start(); TestConnections connections = TestConnections.to(own.url())) {
			own.template().opsForValue().set("resque:stat:processed", "42");
			own.template().opsForSet().add("resque:queues", "mail");
			bind(connections.resque());
			scrape();
			own.kill();
			later();
			assertThat(gauge("resque.failed")).isNaN();
			assertThat(gauge("resque.workers")).isNaN();
			assertThat(depth("mail")).isNaN();
			assertThat(total("resque.jobs.processed")).isEqualTo(42);
		}
	}

	@Test
	void withoutAnAnswerEverNothingHasAValue() {
		try (OwnRedis own = OwnRedis.start(); TestConnections connections = TestConnections.to(own.url())) {
			own.kill();
			bind(connections.resque());
			assertThat(gauge("resque.failed")).isNaN();
			assertThat(total("resque.jobs.processed")).isNaN();
		}
	}

	@Test
	void aScrapeWaitsForASilentRedisOnce() throws IOException {
		try (SilentProxy proxy = new SilentProxy(this.server.port())) {
			LettuceConnectionFactory connections = ResqueConnections
				.like(new LettuceConnectionFactory("127.0.0.1", proxy.port()), Duration.ofSeconds(1));
			connections.afterPropertiesSet();
			connections.start();
			try {
				bind(new ResqueRedis(connections, new Keyspace("resque")));
				scrape();
				proxy.silence();
				later();
				long start = System.nanoTime();
				scrape();
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(900),
						Duration.ofMillis(1900));
				assertThat(gauge("resque.failed")).isNaN();
				await().until(() -> {
					later();
					return gauge("resque.failed") == 0;
				});
			}
			finally {
				connections.destroy();
			}
		}
	}

	private ResqueMeters meters(ResqueRedis resque) {
		return new ResqueMeters(new VitalSigns(resque), this.clock::get);
	}

	/** Gauges hold what they ask weakly, as beans that stay. */
	private ResqueMeters bound;

	private void bind(ResqueRedis resque) {
		this.bound = meters(resque);
		this.bound.bindTo(this.registry);
	}

	private void later() {
		this.clock.addAndGet(CachedVitals.SPAN.toNanos());
	}

	/** Reads all meters, as who exports them does. */
	private void scrape() {
		for (Meter meter : this.registry.getMeters()) {
			meter.measure().forEach((measurement) -> measurement.getValue());
		}
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

	private double depth(String queue) {
		Gauge gauge = this.registry.get("resque.queue.depth").tag("queue", queue).gauge();
		return gauge.value();
	}

	private double total(String name) {
		return this.registry.get(name).functionCounter().count();
	}

	private void push(String queue, int jobs) {
		this.redis.opsForSet().add("resque:queues", queue);
		IntStream.range(0, jobs).forEach((i) -> this.redis.opsForList().rightPush("resque:queue:" + queue, "{}"));
	}

}
