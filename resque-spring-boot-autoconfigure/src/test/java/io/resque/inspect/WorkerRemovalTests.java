package io.resque.inspect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class WorkerRemovalTests {

	private final RedisServer server;

	private final StringRedisTemplate redis;

	WorkerRemovalTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
	}

	@Test
	void everythingOfARemovedWorkerIsGone() {
		register("vm:1:low");
		assertThat(remove("vm:1:low")).isTrue();
		assertThat(this.redis.keys("*")).isEmpty();
		assertThat(remove("vm:1:low")).isFalse();
	}

	@Test
	void otherWorkersStay() {
		register("vm:1:low");
		Set<String> keys = this.redis.keys("*");
		register("vm:2:low");
		remove("vm:2:low");
		assertThat(this.redis.keys("*")).isEqualTo(keys);
		assertThat(this.redis.opsForSet().members("resque:workers")).containsExactly("vm:1:low");
	}

	@Test
	void workerThatIsNotRegisteredIsNotRemoved() {
		this.redis.opsForValue().set("resque:worker:vm:1:low", "{}");
		assertThat(remove("vm:1:low")).isFalse();
		assertThat(this.redis.hasKey("resque:worker:vm:1:low")).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', value = {
			"{\"queue\":\"low\",\"payload\":{\"class\":\"A\",\"args\":[1],\"id\":\"x\"}};low|{\"class\":\"A\",\"args\":[1],\"id\":\"x\"}",
			"no json;|no json", "{\"queue\":null,\"payload\":\"text\"};|\"text\"" })
	void jobThatTheRemovedWorkerWorksOnGoesToTheFailedList(String record, String expected) {
		register("vm:1:low");
		this.redis.opsForValue().set("resque:worker:vm:1:low", record);
		assertThat(remove("vm:1:low")).isTrue();
		assertThat(failed()).containsExactly("vm:1:low|" + expected);
		assertThat(this.redis.keys("*")).containsExactly("resque:failed");
	}

	@Test
	void pausedWorkerLeavesNoFailure() {
		register("vm:1-0:JAVA_DYNAMIC_QUEUES,low");
		this.redis.opsForValue()
			.set("resque:worker:vm:1-0:JAVA_DYNAMIC_QUEUES,low", "{\"queue\":null,\"payload\":null,\"paused\":true}");
		assertThat(remove("vm:1-0:JAVA_DYNAMIC_QUEUES,low")).isTrue();
		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void jobOfAWorkerOfOurKindIsLeftToItsLease() {
		register("vm.0a1b2c:1-0:low");
		this.redis.opsForValue()
			.set("resque:worker:vm.0a1b2c:1-0:low", "{\"queue\":\"low\",\"payload\":{\"class\":\"A\",\"args\":[]}}");
		assertThat(remove("vm.0a1b2c:1-0:low")).isTrue();
		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void workerThatTakesAnotherJobMeanwhileFailsThatOne() {
		register("vm:1:low");
		this.redis.opsForValue().set("resque:worker:vm:1:low", "{\"queue\":\"low\",\"payload\":{\"class\":\"A\"}}");
		AtomicInteger calls = new AtomicInteger();
		boolean removed = inspector((worker, queue, payload, time) -> {
			if (calls.getAndIncrement() == 0) {
				this.redis.opsForValue()
					.set("resque:worker:vm:1:low", "{\"queue\":\"low\",\"payload\":{\"class\":\"B\"}}");
			}
			return FailedEntry.ofAll(payload);
		}).removeWorker("vm:1:low");
		assertThat(removed).isTrue();
		assertThat(failed()).containsExactly("{\"class\":\"B\"}");
	}

	@Test
	void workerThatNeverStopsChangingIsLeftAlone() {
		register("vm:1:low");
		this.redis.opsForValue().set("resque:worker:vm:1:low", "no json");
		AtomicInteger calls = new AtomicInteger();
		boolean removed = inspector((worker, queue, payload, time) -> {
			this.redis.opsForValue().set("resque:worker:vm:1:low", "no json " + calls.incrementAndGet());
			return FailedEntry.ofAll(payload);
		}).removeWorker("vm:1:low");
		assertThat(removed).isFalse();
		assertThat(failed()).isEmpty();
		assertThat(this.redis.opsForSet().members("resque:workers")).containsExactly("vm:1:low");
	}

	private boolean remove(String id) {
		return inspector((worker, queue, payload, time) -> FailedEntry
			.ofAll((worker + "|" + queue + "|" + new String(payload, StandardCharsets.UTF_8))
				.getBytes(StandardCharsets.UTF_8)))
			.removeWorker(id);
	}

	private ResqueInspector inspector(DirtyExits dirtyExits) {
		return new RedisResqueInspector(this.server.redis("resque"), new ResqueJson(JsonProfile.CLASSIC), "test",
				dirtyExits);
	}

	private List<String> failed() {
		List<String> failed = this.redis.opsForList().range("resque:failed", 0, -1);
		return (failed != null) ? failed : List.of();
	}

	private void register(String id) {
		this.redis.opsForSet().add("resque:workers", id);
		this.redis.opsForValue().set("resque:worker:" + id + ":started", "2026-11-20 16:53:28 +0000");
		this.redis.opsForHash().put("resque:workers:heartbeat", id, "2026-11-20T16:53:28+00:00");
		this.redis.opsForValue().set("resque:stat:processed:" + id, "2");
		this.redis.opsForValue().set("resque:stat:failed:" + id, "1");
	}

}
