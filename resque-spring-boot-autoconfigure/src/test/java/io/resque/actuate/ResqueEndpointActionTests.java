package io.resque.actuate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.ResqueTemplate;
import io.resque.event.OperatorEvent;
import io.resque.failure.Failures;
import io.resque.inspect.RedisResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.FailureStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.redis.Sha1;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the endpoint does beside pausing, and what it says to a call that cannot be.
 */
@ExtendWith(RedisServerExtension.class)
class ResqueEndpointActionTests {

	private static final String ENTRY = "{\"queue\":\"low\",\"payload\":{\"class\":\"A\",\"args\":[\"private\"]},\"error\":\"Timed out\"}";

	private static final String OURS = "vm.0a1b2c:7-1:low";

	private final StringRedisTemplate redis;

	private final ResqueTemplate resque;

	private final ResqueEndpoint endpoint;

	private final RecordedEvents told = new RecordedEvents();

	ResqueEndpointActionTests(RedisServer server) {
		ResqueRedis connection = server.redis("resque");
		ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);
		this.redis = server.template();
		this.resque = new ResqueTemplate(connection, new JobRegistry(List.of()), new JobCodec(json), List.of(), null);
		this.endpoint = new ResqueEndpoint(
				new RedisResqueInspector(connection, json, "test",
						(worker, queue, payload, time) -> FailedEntry.ofAll(payload)),
				new Failures(new FailureStore(connection), new ServerStore(connection), new JobCodec(json)), null,
				new WorkerControl(connection), this.resque.delayed(), this.told.events());
	}

	@Test
	void oneFailedJobIsRetriedOnce() {
		this.redis.opsForList().rightPushAll("resque:failed", "{}", ENTRY);
		String id = Sha1.hex(ENTRY.getBytes(StandardCharsets.UTF_8));
		assertThat(act("failed", "retry", id, 1L, null).count()).isEqualTo(1);
		assertThat(this.redis.opsForList().range("resque:queue:low", 0, -1))
			.containsExactly("{\"class\":\"A\",\"args\":[\"private\"]}");
		assertThat(act("failed", "retry", id, 1L, null))
			.isEqualTo(new Done(0, "this entry is gone: nothing was changed"));
		Map<String, String> subject = Map.of("id", id, "index", "1");
		assertThat(this.told.of(OperatorEvent.class)).containsExactly(
				new OperatorEvent("actuator", "failed/retry", subject, OperatorEvent.Outcome.DONE, "endpoint", 1),
				new OperatorEvent("actuator", "failed/retry", subject, OperatorEvent.Outcome.UNCHANGED, "endpoint", 0));
	}

	@Test
	void failedJobsThatMatchAreRetried() {
		this.redis.opsForList()
			.rightPushAll("resque:failed", ENTRY, ENTRY,
					"{\"queue\":\"low\",\"payload\":{\"class\":\"B\",\"args\":[]}}");
		assertThat(act("failed", "retry", null, null, "A")).isEqualTo(new Done(2, "all that match were retried"));
		assertThat(this.redis.opsForList().size("resque:queue:low")).isEqualTo(2);
	}

	@Test
	void aCallThatRetriesManyGoesOnWhereTheLastOneStopped() {
		this.redis.opsForList().rightPushAll("resque:low_failed", Collections.nCopies(1_500, ENTRY));
		this.redis.opsForSet().add("resque:failed_queues", "low_failed", "b_failed");
		this.redis.opsForList().rightPush("resque:b_failed", ENTRY);
		Done first = retry("low_failed", null);
		assertThat(first.count()).isEqualTo(1_000);
		this.redis.opsForList().rightPush("resque:low_failed", ENTRY);
		assertThat(retry("low_failed", first.next())).isEqualTo(new Done(500, "all that match were retried"));
		assertThat(retry("low_failed", null).count()).as("the new one").isEqualTo(1);
		assertThat(this.redis.opsForList().size("resque:queue:low")).as("no other list").isEqualTo(1_501);
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> retry("low_failed", "x"));
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> retry("low", null));
	}

	@Test
	void whatCannotBeRetriedIsTold() {
		this.redis.opsForList().rightPushAll("resque:failed", ENTRY, ENTRY);
		this.redis.opsForValue().set("resque:queue:low", "no list");
		assertThat(act("failed", "retry", null, null, "A")).satisfies((done) -> {
			assertThat(done.count()).isZero();
			assertThat(done.message()).contains("2 could not be retried");
		});
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> retry("failed", "1.0.low_failed"))
			.withMessageContaining("low_failed");
	}

	private Done retry(String list, @Nullable String from) {
		return this.endpoint.act(SecurityContext.NONE, "failed", "retry", null, list, null, "A", null, null, from);
	}

	@Test
	void onlyAJobThatIsShownIsToldToEnd() {
		this.redis.opsForSet().add("resque:workers", OURS, "vm:1:low");
		assertThat(act("working", "kill", OURS, null, null).count()).isZero();
		this.redis.opsForValue()
			.set("resque:worker:" + OURS, "{\"queue\":\"low\",\"payload\":{\"class\":\"Slow\",\"args\":[]}}");
		assertThat(act("working", "kill", OURS, null, null).count()).isEqualTo(1);
		assertThat(act("working", "kill", "gone.0a1b2c:7-1:low", null, null).count()).isZero();
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> act("working", "kill", "vm:1:low", null, null))
			.withMessageContaining("another library");
	}

	@Test
	void onlyALivingProcessIsTold() {
		this.redis.opsForZSet().add("resque:spring:leases", "0123456789abcdef", 9e15);
		for (String action : List.of("quiet", "resume", "stop")) {
			assertThat(act("processes", action, "0123456789abcdef", null, null).count()).isEqualTo(1);
			assertThat(act("processes", action, "fedcba9876543210", null, null).count()).isZero();
		}
		assertThat(part("processes")).isInstanceOfSatisfying(ProcessList.class,
				(list) -> assertThat(list.processes()).extracting("id").containsExactly("0123456789abcdef"));
	}

	@ParameterizedTest
	@CsvSource({ "failed, retry, ,", "failed, retry, xyz, 1",
			"failed, retry, 0123456789abcdef0123456789abcdef01234567,", "failed, clear, ,", "working, kill, ,",
			"processes, quiet, ,", "processes, stop, 12,", "processes, kill, 0123456789abcdef,",
			"queues, remove, low," })
	void whatCannotBeIsTheCallersFault(String part, String action, String id, Long index) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> act(part, action, id, index, null));
	}

	@Test
	void delayedJobsAreCountedWithoutTheirArguments() {
		Instant at = Instant.ofEpochSecond(4102444800L);
		this.resque.enqueueAtTo("low", at, "A", "private");
		assertThat(part("delayed")).isInstanceOfSatisfying(DelayedList.class, (delayed) -> {
			assertThat(delayed.jobs()).isEqualTo(1);
			assertThat(delayed.seconds()).containsExactly(new DelayedList.Second(at, 1));
		});
		assertThat(String.valueOf(part("delayed"))).doesNotContain("private");
	}

	private Object part(String part) {
		return this.endpoint.part(part, null, null, null, null, null, null, null);
	}

	private Done act(String part, String action, String id, Long index, String job) {
		return this.endpoint.act(SecurityContext.NONE, part, action, id, null, index, job, null, null, null);
	}

}
