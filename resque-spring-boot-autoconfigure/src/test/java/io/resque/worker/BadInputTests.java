package io.resque.worker;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.JobScanner;
import io.resque.ResqueJob;
import io.resque.event.JobEvent;
import io.resque.failure.FailedJob;
import io.resque.failure.Failures;
import io.resque.inspect.RedisResqueInspector;
import io.resque.inspect.ResqueInspector;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.FailureStore;
import io.resque.redis.ServerStore;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What other programs may leave in a served queue: none of it stops a worker or a page,
 * and none of it is lost.
 */
@ExtendWith(RedisServerExtension.class)
class BadInputTests {

	private static final byte[] GOOD = bytes("{\"class\":\"Good\",\"args\":[]}");

	private static final int MEGABYTES = 5 << 20;

	private final StringRedisTemplate redis;

	private final AtomicInteger performed = new AtomicInteger();

	private final TestWorkers workers;

	private final ResqueInspector inspector;

	private final Failures failures;

	private final WorkerContainer container;

	BadInputTests(RedisServer server) {
		this.redis = server.template();
		ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);
		this.workers = new TestWorkers(server.redis("resque"))
			.job("Good", "jobs", (context) -> this.performed.incrementAndGet())
			.job("Echo", "jobs",
					(context) -> this.redis.opsForValue().set("echo", (String) context.job().args().get(0)));
		GenericApplicationContext beans = new GenericApplicationContext();
		beans.registerBean(Typed.class);
		beans.refresh();
		new JobScanner(beans.getBeanFactory(), json).scan()
			.forEach((job) -> this.workers.job(job.name(), "jobs", job.method()));
		this.inspector = new RedisResqueInspector(server.redis("resque"), json, "test",
				(worker, queue, payload, time) -> FailedEntry.ofAll(payload));
		this.failures = new Failures(new FailureStore(server.redis("resque")), new ServerStore(server.redis("resque")),
				new JobCodec(json));
		this.container = this.workers.container();
	}

	@AfterEach
	void stop() {
		this.container.stop();
	}

	static Stream<Arguments> payloads() {
		String tooDeep = "{\"class\":\"Good\",\"args\":" + "[".repeat(200) + "]".repeat(200) + "}";
		return Stream.of(bad("text", "no JSON at all", "payload is no JSON"), bad("nothing", "", "payload is no JSON"),
				bad("null", "null", "no object (null)"), bad("a list", "[]", "no object (array)"),
				bad("a number", "42", "no object (number)"), bad("an empty object", "{}", "class is missing"),
				bad("half an object", "{\"class\":\"Good\",\"args\":[", "payload is no JSON"),
				bad("two objects", "{\"class\":\"Good\",\"args\":[]}{\"class\":\"Good\"}", "payload is no JSON"),
				bad("a class that is a number", "{\"class\":5}", "class is a number"),
				bad("a class that is null", "{\"class\":null,\"args\":[]}", "class is null"),
				bad("a class that is empty", "{\"class\":\"\",\"args\":[]}", "class is empty"),
				bad("200 levels", tooDeep, "payload is no JSON"),
				bad("200 levels that are no job", "[".repeat(200) + "]".repeat(200), "payload is no JSON"),
				bad("100,000 levels that do not end", "[".repeat(100_000), "payload is no JSON"),
				bad("megabytes of text", "x".repeat(MEGABYTES), "payload is no JSON"),
				Arguments.of("invalid UTF-8",
						new byte[] { '{', '"', 'c', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}' },
						"payload is no JSON"),
				Arguments.of("invalid UTF-8 in the args",
						"{\"class\":\"Good\",\"args\":[\"\u00e9\"]}".getBytes(StandardCharsets.ISO_8859_1),
						"payload is no JSON"),
				Arguments.of("zeros", new byte[16], "payload is no JSON"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("payloads")
	void whatIsNoJobIsParkedWithItsBytesAndAReason(String kind, byte[] payload, String reason) {
		FailedJob parked = parkedBefore(payload);
		assertThat(parked.exception()).isEqualTo("io.resque.DecodeException");
		assertThat(parked.error()).contains(reason);
		assertThat(this.workers.events().of(JobEvent.Parked.class)).singleElement()
			.satisfies((event) -> assertThat(event.reason()).isEqualTo(parked.error()));
		retriedByteForByte(parked, payload);
	}

	static Stream<Arguments> jobs() {
		return Stream.of(bad("a class that nobody has", "{\"class\":\"NoSuchJob\",\"args\":[1]}", "NoSuchJob"),
				bad("a class of the JDK", "{\"class\":\"java.lang.Runtime\",\"args\":[\"id\"]}", "java.lang.Runtime"),
				bad("a text for a number", "{\"class\":\"Typed\",\"args\":[\"many\",\"2026-11-20\"]}", "repoId"),
				bad("a number for a date", "{\"class\":\"Typed\",\"args\":[1,true]}", "day"),
				bad("null for a primitive", "{\"class\":\"Typed\",\"args\":[null,\"2026-11-20\"]}", "repoId"),
				bad("an object for a number", "{\"class\":\"Typed\",\"args\":[{\"a\":1},\"2026-11-20\"]}", "repoId"),
				bad("too few args", "{\"class\":\"Typed\",\"args\":[1]}", "perform"),
				bad("too many args", "{\"class\":\"Typed\",\"args\":[1,\"2026-11-20\",3]}", "perform"),
				bad("args that are no list", "{\"class\":\"Typed\",\"args\":\"1\"}", "perform"),
				bad("no args", "{\"class\":\"Typed\",\"args\":[]}", "perform"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("jobs")
	void aJobThatCannotBePerformedFailsWithAReason(String kind, byte[] payload, String reason) {
		FailedJob failed = parkedBefore(payload);
		assertThat(failed.error()).contains(reason);
		retriedByteForByte(failed, payload);
	}

	@Test
	void megabytesOfArgumentArePerformed() {
		String text = "\u00e9".repeat(MEGABYTES / 2);
		push("jobs", bytes("{\"class\":\"Echo\",\"args\":[\"" + text + "\"]}"), GOOD);
		this.container.start();
		awaitGood();
		assertThat(this.redis.opsForValue().get("echo")).isEqualTo(text);
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void payloadsOfJesqueAndPhpArePerformed() {
		push("jobs", bytes("{\"class\":\"Good\",\"args\":[],\"vars\":null}"),
				bytes("{\"class\":\"Echo\",\"args\":[\"a\\/b \\u00e9\"],\"id\":\"0f3c\",\"prefix\":\"\","
						+ "\"queue_time\":1795186824.1234}"),
				bytes("{\"class\":\"Good\"}"), bytes("{\"args\":{\"a\":1},\"class\":\"Good\"}"),
				bytes(" { \"class\" : \"Good\" , \"args\" : null } "));
		this.container.start();
		await().until(() -> this.performed.get() == 4);
		await().untilAsserted(() -> assertThat(this.redis.opsForValue().get("resque:stat:processed")).isEqualTo("5"));
		assertThat(this.redis.opsForValue().get("echo")).isEqualTo("a/b \u00e9");
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void allOfItAtOnceIsParkedInOrder() {
		List<byte[]> all = payloads().map((payload) -> (byte[]) payload.get()[1]).toList();
		push("jobs", all.toArray(byte[][]::new));
		push("jobs", GOOD);
		this.container.start();
		awaitGood();
		await().until(() -> this.failures.count() == all.size());
		pagesAnswer();
		this.container.stop();
		assertThat(this.failures.requeueAll()).isEqualTo(all.size());
		assertThat(queue("jobs")).containsExactlyElementsOf(all);
	}

	private FailedJob parkedBefore(byte[] payload) {
		push("jobs", payload, GOOD);
		pagesAnswer();
		this.container.start();
		awaitGood();
		await().until(() -> this.failures.count() == 1);
		pagesAnswer();
		FailedJob parked = this.failures.newest(0, 20).get(0);
		assertThat(parked.queue()).isEqualTo("jobs");
		assertThat(parked.worker()).startsWith("box.");
		assertThat(parked.readable()).isTrue();
		this.container.stop();
		return parked;
	}

	private void retriedByteForByte(FailedJob parked, byte[] payload) {
		assertThat(this.failures.requeueAndRemove(parked)).isTrue();
		assertThat(queue("jobs")).containsExactly(payload);
		assertThat(this.failures.count()).isZero();
	}

	private void pagesAnswer() {
		assertThat(this.inspector.info()).isNotNull();
		assertThat(this.inspector.queueSizes()).isNotNull();
		assertThat(this.inspector.jobs("jobs", 0, 20)).doesNotContainNull();
		assertThat(this.inspector.workers()).doesNotContainNull();
		assertThat(this.inspector.working()).doesNotContainNull();
		assertThat(this.failures.newest(0, 20)).doesNotContainNull();
	}

	private void awaitGood() {
		await().until(() -> this.performed.get() > 0);
	}

	private void push(String queue, byte[]... payloads) {
		this.redis.opsForSet().add("resque:queues", queue);
		this.redis.execute((RedisCallback<Long>) (connection) -> connection.listCommands()
			.rPush(bytes("resque:queue:" + queue), payloads));
	}

	private List<byte[]> queue(String queue) {
		return this.redis.execute((RedisCallback<List<byte[]>>) (connection) -> connection.listCommands()
			.lRange(bytes("resque:queue:" + queue), 0, -1));
	}

	private static Arguments bad(String kind, String payload, String reason) {
		return Arguments.of(kind, bytes(payload), reason);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@ResqueJob(queue = "jobs")
	static class Typed {

		void perform(int repoId, LocalDate day) {
		}

	}

}
