package io.resque.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

import io.resque.event.JobEvent;
import io.resque.testsupport.CuttingProxy;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestConnections;
import io.resque.testsupport.TestWorkers;
import io.resque.testsupport.WorkerJvm;
import io.resque.worker.WorkerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections are cut and processes killed while jobs fail and are put back: at each
 * moment each job is in exactly one place, on its queue, in flight, delayed or failed.
 */
@ExtendWith(RedisServerExtension.class)
class RetryCrashTests {

	/** All places of jobs, seen in one step. */
	private static final RedisScript<List<String>> PLACES = RedisScript.of("""
			local places = {}
			local function add(entries)
			  for _, entry in ipairs(entries) do
			    places[#places + 1] = entry
			  end
			end
			add(redis.call('LRANGE', 'resque:queue:jobs', 0, -1))
			add(redis.call('LRANGE', 'resque:failed', 0, -1))
			for _, hash in ipairs(redis.call('KEYS', 'resque:spring:inflight:*')) do
			  add(redis.call('HVALS', hash))
			end
			for _, list in ipairs(redis.call('KEYS', 'resque:delayed:*')) do
			  add(redis.call('LRANGE', list, 0, -1))
			end
			return places""", listType());

	private static final RedisScript<Long> UNDER_WAY = RedisScript.of("""
			return redis.call('LLEN', 'resque:queue:jobs') + #redis.call('KEYS', 'resque:spring:inflight:*')""",
			Long.class);

	private static final Pattern ID = Pattern.compile("\"args\":\\[(\\d+)]");

	private static final List<String> SCRIPTS = List.of("fetch", "retry_read", "finish_with", "finish_with",
			"finish_with");

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private final Random random = new Random();

	private final AtomicInteger pushed = new AtomicInteger();

	private final List<String> violations = new CopyOnWriteArrayList<>();

	private volatile boolean watching = true;

	private final Thread watch = new Thread(this::watch, "watch");

	RetryCrashTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
	}

	@AfterEach
	void end() throws InterruptedException {
		this.watching = false;
		this.watch.join();
	}

	@Test
	@Timeout(120)
	void aConnectionThatIsCutLosesAndDoublesNoRetry() throws InterruptedException {
		cutConnections(15);
	}

	@Test
	@Tag("chaos")
	void aThousandCutsLoseAndDoubleNoRetry() throws InterruptedException {
		cutConnections(1000);
	}

	@Test
	void aKilledWorkerLosesAndDoublesNoRetry() throws InterruptedException {
		killWorkers(1);
	}

	@Test
	@Tag("chaos")
	void fiftyKilledWorkersLoseAndDoubleNoRetry() throws InterruptedException {
		killWorkers(50);
	}

	private void cutConnections(int cuts) throws InterruptedException {
		List<Object> runs = new CopyOnWriteArrayList<>();
		try (CuttingProxy proxy = new CuttingProxy(this.server.host(), this.server.port());
				TestConnections connections = TestConnections.to("redis://127.0.0.1:" + proxy.port())) {
			TestWorkers workers = new TestWorkers(connections.resque()).pool(2, 0, "jobs")
				.job("Flaky", "jobs", (context) -> fail(runs, context.job().args().get(0)))
				.job("FlakyLater", "jobs", (context) -> fail(runs, context.job().args().get(0)))
				.retries(new RetrySettings(false, Duration.ofDays(1), 10,
						Map.of("Flaky", TestWorkers.retrySettings(1, Duration.ZERO), "FlakyLater",
								TestWorkers.retrySettings(1, Duration.ofHours(1)))));
			WorkerContainer container = workers.container();
			container.start();
			this.watch.start();
			// A script that Redis does not know yet comes in another way, which is not
			// cut.
			push(2);
			awaitAtRest();
			for (int i = 0; i < cuts; i++) {
				cut(proxy, SCRIPTS.get(this.random.nextInt(SCRIPTS.size())), i + 1);
				awaitAtRest();
			}
			container.stop();
			checkAtTheEnd();
			assertThat(workers.events().of(JobEvent.LateResult.class)).isEmpty();
			assertThat(runs).as("each run once: a cut connection runs nothing again")
				.hasSize(this.pushed.get() + (this.pushed.get() + 1) / 2);
		}
	}

	/**
	 * A fetch that is on its way already may bring the job and not be cut: then comes
	 * another job.
	 */
	private void cut(CuttingProxy proxy, String script, int wanted) throws InterruptedException {
		proxy.cutAfterScript(script);
		for (int looks = 0; proxy.cuts() < wanted; looks++) {
			if (looks % 500 == 0) {
				push(1);
			}
			TimeUnit.MILLISECONDS.sleep(2);
		}
	}

	private void killWorkers(int kills) throws InterruptedException {
		push(20);
		WorkerJvm worker = start();
		this.watch.start();
		for (int i = 0; i < kills; i++) {
			await().atMost(Duration.ofSeconds(30)).until(() -> this.redis.hasKey("resque:failed"));
			for (int j = 0; j < 10; j++) {
				push(10);
				TimeUnit.MILLISECONDS.sleep(this.random.nextInt(20));
			}
			worker.kill();
			worker.close();
			worker = start();
		}
		awaitAtRest();
		worker.close();
		checkAtTheEnd();
	}

	private WorkerJvm start() {
		return WorkerJvm.start(this.server.url(), 4, 100, 1000);
	}

	private static void fail(List<Object> runs, Object id) {
		runs.add(id);
		throw new IllegalStateException("flaky");
	}

	private void push(int jobs) {
		List<String> payloads = new ArrayList<>();
		for (int i = 0; i < jobs; i++) {
			int id = this.pushed.get() + i;
			payloads.add("{\"class\":\"" + ((id % 2 == 0) ? "Flaky" : "FlakyLater") + "\",\"args\":[" + id + "]}");
		}
		this.pushed.addAndGet(jobs);
		this.redis.opsForList().rightPushAll("resque:queue:jobs", payloads);
	}

	private void watch() {
		while (this.watching) {
			int after = this.pushed.get();
			copies().forEach((id, copies) -> {
				if (copies != 1) {
					this.violations.add("job " + id + " of " + after + " is in " + copies + " places");
				}
			});
		}
	}

	private Map<Integer, Integer> copies() {
		Map<Integer, Integer> copies = new TreeMap<>();
		for (String entry : this.redis.execute(PLACES, Collections.emptyList())) {
			Matcher id = ID.matcher(entry);
			assertThat(id.find()).as(entry).isTrue();
			copies.merge(Integer.valueOf(id.group(1)), 1, Integer::sum);
		}
		return copies;
	}

	/** Nothing is on the queue or in flight. */
	private void awaitAtRest() {
		await().atMost(Duration.ofMinutes(3))
			.pollInterval(Duration.ofMillis(2))
			.until(() -> Long.valueOf(0).equals(this.redis.execute(UNDER_WAY, Collections.emptyList())));
	}

	private void checkAtTheEnd() {
		int jobs = this.pushed.get();
		assertThat(this.violations).isEmpty();
		assertThat(copies()).hasSize(jobs).allSatisfy((id, copies) -> assertThat(copies).isOne());
		System.out.println("Retries under fire: " + jobs + " jobs, each in one place");
		assertThat(this.redis.opsForList().size("resque:failed")).isEqualTo((jobs + 1) / 2);
		assertThat(this.redis.keys("resque:resque-retry:Flaky:*")).as("given up, and forgotten").isEmpty();
	}

	@SuppressWarnings("unchecked")
	private static Class<List<String>> listType() {
		return (Class<List<String>>) (Class<?>) List.class;
	}

}
