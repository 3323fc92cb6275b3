package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.event.JobEvent;
import io.resque.event.WorkerEvent;
import io.resque.redis.FinishedJob;
import io.resque.redis.InFlightStore;
import io.resque.redis.InFlightStore.FetchLimit;
import io.resque.redis.Keyspace;
import io.resque.redis.QueueStore;
import io.resque.redis.RedisCallException;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.CuttingProxy;
import io.resque.testsupport.OwnRedis;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The connection is cut right after Redis has carried out a script, before the answer
 * arrives.
 */
@ExtendWith(RedisServerExtension.class)
class CutConnectionTests {

	/**
	 * Until here each acknowledgement comes through before the next is cut, and behind it
	 * nothing but that. Each attempt waits twice as long for the next, up to a second, so
	 * a hundred in a row would take a minute.
	 */
	private static final int ONE_BY_ONE = 95;

	private final StringRedisTemplate redis;

	private final CuttingProxy proxy;

	private final LettuceConnectionFactory application;

	private final LettuceConnectionFactory connections;

	CutConnectionTests(RedisServer server) {
		this.redis = server.template();
		this.proxy = new CuttingProxy(server.host(), server.port());
		this.application = new LettuceConnectionFactory("127.0.0.1", this.proxy.port());
		this.application.afterPropertiesSet();
		this.connections = ResqueConnections.like(this.application, Duration.ofSeconds(5));
		this.connections.afterPropertiesSet();
		this.connections.start();
	}

	@AfterEach
	void close() {
		this.connections.destroy();
		this.application.destroy();
		this.proxy.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "fetch", "finish" })
	void aHundredCutsLoseNothingAndCountEachJobOnce(String script) {
		List<Object> performed = new CopyOnWriteArrayList<>();
		TestWorkers workers = new TestWorkers(new ResqueRedis(this.connections, new Keyspace("resque"))).pool(2, 0, "q")
			.job("Note", "q", (context) -> performed.add(context.job().args().get(0)));
		warm(workers.stores().inFlight());
		WorkerContainer container = workers.container();
		container.start();
		await().until(() -> Long.valueOf(2).equals(this.redis.opsForSet().size("resque:workers")));
		try {
			for (int i = 0; i < ONE_BY_ONE; i++) {
				cut(script, i);
				awaitPerformed(i + 1, workers.events());
			}
			assertThat(workers.events().of(WorkerEvent.GivenBack.class).isEmpty()).isEqualTo(!"fetch".equals(script));
			for (int i = ONE_BY_ONE; i < 100; i++) {
				cut(script, i);
			}
		}
		finally {
			container.stop();
		}
		assertThat(performed).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
		assertThat(this.redis.keys("resque:spring:inflight:*")).isEmpty();
		assertThat(workers.events().of(JobEvent.LateResult.class)).isEmpty();
		assertThat(workers.events().of(JobEvent.Performed.class)).hasSize(100);
	}

	@Test
	void jobsOfWhichNobodyKnowsWhetherTheyWentBackAreNeitherLostNorDoubled() {
		List<Object> performed = new CopyOnWriteArrayList<>();
		Semaphore release = new Semaphore(0);
		TestWorkers workers = new TestWorkers(new ResqueRedis(this.connections, new Keyspace("resque")))
			.pool(2, 1000, "q")
			.job("Note", "q", (context) -> performed.add(context.job().args().get(0)))
			.job("Long", "q", (context) -> release.acquire());
		workers.stores().inFlight().giveBack("warm", List.of(1L));
		this.proxy.cutAfterScript("give_back");
		WorkerContainer container = workers.container();
		container.start();
		int rounds = 0;
		try {
			// On a slow machine nothing may have been fetched behind the long jobs.
			for (; this.proxy.cuts() == 0; rounds++) {
				String last = note(-1 - rounds);
				List<String> jobs = new ArrayList<>(Collections.nCopies(1000, note(rounds)));
				jobs.addAll(Collections.nCopies(2, "{\"class\":\"Long\",\"args\":[]}"));
				jobs.addAll(Collections.nCopies(20, last));
				this.redis.opsForList().rightPushAll("resque:queue:q", jobs);
				await().until(() -> Collections.nCopies(20, last).equals(queue()) && inFlight() == 2);
				release.release(2);
				await().until(() -> queue().isEmpty() && inFlight() == 0);
			}
		}
		finally {
			release.release(2);
			container.stop();
		}
		assertThat(performed).hasSize(rounds * 1020);
		assertThat(workers.events().of(JobEvent.LateResult.class)).isEmpty();
	}

	@Test
	void aPushWhoseAnswerWasLostSaysSoAndIsNotSentAgain() {
		QueueStore queues = new QueueStore(new ResqueRedis(this.connections, new Keyspace("resque")));
		queues.push("q", List.of("warm".getBytes()));
		this.proxy.cutAfterScript("push");
		assertThatExceptionOfType(RedisCallException.class).isThrownBy(() -> queues.push("q", List.of("a".getBytes())))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(RedisCallException.Outcome.UNKNOWN));
		await().ignoreExceptions().untilAsserted(() -> queues.push("q", List.of("b".getBytes())));
		assertThat(this.redis.opsForList().range("resque:queue:q", 0, -1)).containsExactly("warm", "a", "b");
	}

	@Test
	void aPushWithoutAConnectionFailsAtOnceAndWasNotSent() {
		QueueStore queues = new QueueStore(new ResqueRedis(this.connections, new Keyspace("resque")));
		queues.push("q", List.of("a".getBytes()));
		this.proxy.refuse(true);
		await().untilAsserted(() -> assertThatExceptionOfType(RedisCallException.class)
			.isThrownBy(() -> queues.push("q", List.of("b".getBytes())))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(RedisCallException.Outcome.NOT_SENT)));
		this.proxy.refuse(false);
		await().ignoreExceptions().untilAsserted(() -> queues.push("q", List.of("c".getBytes())));
		assertThat(this.redis.opsForList().range("resque:queue:q", 0, -1)).containsExactly("a", "c");
	}

	@Test
	void aPushWhoseConnectionWasResetSaysThatTheOutcomeIsUnknown() {
		QueueStore queues = new QueueStore(new ResqueRedis(this.connections, new Keyspace("resque")));
		queues.push("q", List.of("warm".getBytes()));
		this.proxy.resetAfterScript("push");
		assertThatExceptionOfType(RedisCallException.class).isThrownBy(() -> queues.push("q", List.of("a".getBytes())))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(RedisCallException.Outcome.UNKNOWN));
		assertThat(this.redis.opsForList().range("resque:queue:q", 0, -1)).containsExactly("warm", "a");
	}

	@Test
	void aFormerMasterIsLeftAtItsFirstRefusal() {
		try (OwnRedis server = OwnRedis.start()) {
			LettuceConnectionFactory own = new LettuceConnectionFactory("127.0.0.1", server.port());
			own.afterPropertiesSet();
			LettuceConnectionFactory ours = ResqueConnections.like(own, Duration.ofSeconds(1));
			ours.afterPropertiesSet();
			ours.start();
			own.start();
			QueueStore queues = new QueueStore(new ResqueRedis(ours, new Keyspace("resque")));
			queues.push("q", List.of("a".getBytes()));
			StringRedisTemplate redis = new StringRedisTemplate(own);
			redis.execute((RedisCallback<?>) (connection) -> {
				connection.serverCommands().replicaOf("127.0.0.1", 1);
				return null;
			});
			String before = received(redis);
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(RedisCallException.class)
					.isThrownBy(() -> queues.push("q", List.of("b".getBytes())));
			}
			assertThat(received(redis)).isNotEqualTo(before);
			ours.destroy();
			own.destroy();
		}
	}

	/** Cuts the connection behind a script that one job needs. */
	private void cut(String script, int number) {
		this.proxy.cutAfterScript(script);
		this.redis.opsForList().rightPush("resque:queue:q", note(number));
		await().pollInterval(Duration.ofMillis(5))
			.until(() -> this.proxy.cuts() == number + 1
					&& Integer.toString(number + 1).equals(this.redis.opsForValue().get("resque:stat:processed")));
	}

	private static void awaitPerformed(int jobs, RecordedEvents events) {
		await().pollInterval(Duration.ofMillis(5))
			.until(() -> events.of(JobEvent.Performed.class).size() == jobs && !isOut(events));
	}

	/** At the end of an outage what waits for jobs is renewed, and may lose an answer. */
	private static boolean isOut(RecordedEvents events) {
		return events.of(WorkerEvent.RedisLost.class).size() > events.of(WorkerEvent.RedisBack.class).size();
	}

	/** A script that Redis does not know yet comes in another way, which is not cut. */
	private static void warm(InFlightStore inFlight) {
		inFlight.fetch("warm", "1-1", List.of("q"), new FetchLimit(1, 1000, true));
		inFlight.finish("warm", List.of(new FinishedJob(1, "warm", false, null, null, false, true, null)));
	}

	private static String note(int number) {
		return "{\"class\":\"Note\",\"args\":[" + number + "]}";
	}

	private List<String> queue() {
		return this.redis.opsForList().range("resque:queue:q", 0, -1);
	}

	private long inFlight() {
		return this.redis.keys("resque:spring:inflight:*")
			.stream()
			.mapToLong((key) -> this.redis.opsForHash().size(key))
			.sum();
	}

	private static String received(StringRedisTemplate redis) {
		return redis.execute((RedisCallback<String>) (
				connection) -> connection.serverCommands().info("stats").getProperty("total_connections_received"));
	}

}
