package io.resque.inspect;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.inspect.StoredKeys.Key;
import io.resque.inspect.StoredKeys.Value;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.json.Secrets;
import io.resque.json.SensitiveArgs;
import io.resque.redis.FailedEntry;
import io.resque.redis.ResqueRedis;
import io.resque.redis.Sha1;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Keys and what they hold, in portions; and one job out of a queue.
 */
@ExtendWith(RedisServerExtension.class)
class StoredKeysTests {

	private final StringRedisTemplate redis;

	private final StoredKeys keys;

	private final ResqueInspector inspector;

	StoredKeysTests(RedisServer server) {
		ResqueRedis connection = server.redis("resque");
		this.redis = server.template();
		this.keys = new StoredKeys(connection, new ResqueJson(JsonProfile.CLASSIC));
		this.inspector = new RedisResqueInspector(connection, new ResqueJson(JsonProfile.CLASSIC), "test",
				(worker, queue, payload, time) -> FailedEntry.ofAll(payload));
	}

	@Test
	void allKeysOfTheNamespaceAreFoundAndNoOthers() {
		Set<String> names = new TreeSet<>();
		Map<String, String> values = new LinkedHashMap<>();
		for (int i = 0; i < 700; i++) {
			names.add("resque:key:" + i);
			values.put("resque:key:" + i, "x");
			values.put("other:key:" + i, "x");
		}
		this.redis.opsForValue().multiSet(values);
		Set<String> found = new TreeSet<>();
		StoredKeys.Keys portion = this.keys.find("", null);
		int portions = 1;
		for (; portion.next() != null; portions++) {
			assertThat(portion.keys()).hasSizeLessThan(150);
			portion.keys().forEach((key) -> found.add(key.name()));
			portion = this.keys.find("", portion.next());
		}
		portion.keys().forEach((key) -> found.add(key.name()));
		assertThat(found).isEqualTo(names);
		assertThat(portions).isGreaterThan(5);
	}

	@Test
	void aTextIsLookedForAsItIs() {
		this.redis.opsForValue().set("resque:a*b", "1");
		this.redis.opsForValue().set("resque:axb", "1");
		this.redis.opsForValue().set("resqueX:a*b", "1");
		this.redis.opsForValue().set("resque:[q]^\\?", "1");
		assertThat(this.keys.find("a*b", null).keys()).containsExactly(new Key("resque:a*b", "string", 1));
		assertThat(this.keys.find("[q]^\\?", null).keys()).hasSize(1);
		assertThat(this.keys.find("nothing", null)).isEqualTo(new StoredKeys.Keys(List.of(), null));
	}

	@Test
	void eachTypeIsShownInPages() {
		IntStream.range(0, 45).forEach((i) -> {
			this.redis.opsForList().rightPush("resque:list", "value" + i);
			this.redis.opsForSet().add("resque:set", "value" + i);
			this.redis.opsForZSet().add("resque:zset", "value" + i, i);
			this.redis.opsForHash().put("resque:hash", "field" + i, "value" + i);
		});
		for (String key : List.of("list", "set", "zset", "hash")) {
			assertThat(this.keys.values("resque:" + key, null).key()).isEqualTo(new Key("resque:" + key, key, 45));
			assertThat(all("resque:" + key)).as(key).hasSize(45);
		}
		assertThat(this.keys.values("resque:list", "20").values().get(0)).isEqualTo(new Value("20", "value20"));
		assertThat(this.keys.values("resque:zset", null).values().get(3)).isEqualTo(new Value("3", "value3"));
	}

	@Test
	void aLargeSetOrHashGoesOnWithACursor() {
		for (int i = 0; i < 2000; i++) {
			this.redis.opsForSet().add("resque:set", "value" + i);
		}
		for (int i = 0; i < 300; i++) {
			this.redis.opsForHash().put("resque:hash", "field" + i, "x".repeat(5000));
		}
		assertThat(all("resque:set")).hasSize(2000);
		assertThat(all("resque:hash")).hasSize(300);
	}

	/** All values, portion by portion. */
	private Set<Value> all(String key) {
		Set<Value> all = new HashSet<>();
		StoredKeys.Values portion = this.keys.values(key, null);
		while (portion.next() != null) {
			assertThat(portion.values()).hasSizeLessThan(60);
			all.addAll(portion.values());
			portion = this.keys.values(key, portion.next());
		}
		all.addAll(portion.values());
		return all;
	}

	@Test
	void longValuesAreCutInRedis() {
		String longest = "x".repeat(3_000_000);
		this.redis.opsForValue().set("resque:text", longest);
		this.redis.opsForList().rightPush("resque:list", longest);
		this.redis.opsForHash().put("resque:hash", longest, longest);
		assertThat(this.keys.values("resque:text", null).key().size()).isEqualTo(3_000_000);
		for (String key : List.of("text", "list", "hash")) {
			assertThat(this.keys.values("resque:" + key, null).values()).singleElement()
				.satisfies(
						(value) -> assertThat(value.label().length() + value.value().length()).isBetween(2000, 4001));
		}
	}

	@Test
	void otherTypesAreNamed() {
		this.redis.opsForStream().add("resque:stream", Map.of("a", "b"));
		assertThat(this.keys.values("resque:stream", null).key()).isEqualTo(new Key("resque:stream", "stream", 1));
		assertThat(this.keys.values("resque:stream", null).values()).isEmpty();
		assertThat(this.keys.values("resque:none", null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "9999999999999999999", "9007199254740993" })
	void anyCursorIsAnswered(String from) {
		this.redis.opsForList().rightPush("resque:list", "x");
		this.redis.opsForZSet().add("resque:zset", "x", 1);
		this.redis.opsForHash().put("resque:hash", "f", "x");
		for (String key : List.of("list", "zset", "hash")) {
			assertThat(this.keys.values("resque:" + key, from)).isNotNull();
		}
		assertThat(this.keys.find("", from)).isNotNull();
	}

	@Test
	void keysOfOthersAreNobodysBusinessHere() {
		assertThat(this.keys.isKey("other:list")).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.values("other:list", null));
	}

	@Test
	void oneJobIsRemovedAndNoOther() {
		for (int i = 0; i < 30; i++) {
			this.redis.opsForList().rightPush("resque:queue:low", payload(i));
		}
		this.redis.opsForSet().add("resque:queues", "low");
		String id = this.inspector.jobs("low", 20, 1).get(0).id();
		for (int i = 0; i < 10; i++) {
			this.redis.opsForList().leftPop("resque:queue:low");
		}
		assertThat(remove("low", 20, id)).isTrue();
		assertThat(this.redis.opsForList().range("resque:queue:low", 9, 10)).containsExactly(payload(19), payload(21));
		assertThat(this.inspector.queueSize("low")).isEqualTo(19);
		assertThat(remove("low", 20, id)).isFalse();
		assertThat(remove("low", 0, this.inspector.jobs("low", 5, 1).get(0).id())).as("it is behind where it was seen")
			.isFalse();
		assertThat(remove("unknown", 0, id)).isFalse();
		assertThat(this.inspector.queueSize("low")).isEqualTo(19);
	}

	@Test
	void aRemovalThatIsSentTwiceTakesOneJob() {
		this.redis.opsForSet().add("resque:queues", "low", "high");
		this.redis.opsForList().rightPushAll("resque:queue:low", payload(1), payload(1), payload(1));
		this.redis.opsForList().rightPushAll("resque:queue:high", payload(1));
		long removals = this.inspector.removals("low");
		String id = this.inspector.jobs("low", 2, 1).get(0).id();
		assertThat(this.inspector.removeJob("low", 2, id, removals)).isTrue();
		assertThat(this.inspector.removeJob("low", 2, id, removals)).as("sent twice").isFalse();
		assertThat(this.inspector.removeJob("low", 2, id, -1)).isFalse();
		assertThat(this.inspector.queueSize("low")).isEqualTo(2);
		assertThat(this.inspector.removeJob("high", 0, id, removals)).as("another queue").isTrue();
		assertThat(remove("low", 1, id)).as("somebody who has seen it").isTrue();
	}

	@Test
	void aJobIsFoundFarFromWhereItWasSeen() {
		this.redis.opsForList()
			.rightPushAll("resque:queue:low", IntStream.range(0, 5000).mapToObj(StoredKeysTests::payload).toList());
		String id = Sha1.hex(payload(3).getBytes(StandardCharsets.UTF_8));
		assertThat(remove("low", 4800, id)).isTrue();
		assertThat(this.redis.opsForList().range("resque:queue:low", 2, 3)).containsExactly(payload(2), payload(4));
		assertThat(remove("low", 4998, this.inspector.jobs("low", 4998, 1).get(0).id())).isTrue();
		assertThat(this.redis.opsForList().index("resque:queue:low", -1)).isEqualTo(payload(4998));
	}

	@Test
	void whatJobsKeepToThemselvesIsHidden() {
		Secrets.hide("StoredPin", new SensitiveArgs(Set.of(0), Integer.MAX_VALUE, Set.of()));
		String payload = "{\"class\":\"StoredPin\",\"args\":[\"1234\",{\"password\":\"hunter2\"}]}";
		this.redis.opsForList().rightPush("resque:queue:pins", payload);
		this.redis.opsForList().rightPush("resque:failed", "{\"payload\":" + payload + ",\"error\":\"e\"}");
		this.redis.opsForList().rightPush("resque:aside", payload.substring(0, 50));
		this.redis.opsForHash().put("resque:schedules", payload, "{\"class\":\"StoredPin\",\"args\":\"1234\"}");
		this.redis.opsForHash()
			.put("resque:persistent_schedules", "StoredPin", "{\"every\":\"1h\",\"args\":[\"1234\"]}");
		this.redis.opsForSet().add("resque:timestamps:" + payload, "delayed:1");
		for (String key : List.of("queue:pins", "failed", "aside", "schedules", "persistent_schedules")) {
			assertThat(this.keys.values("resque:" + key, null).values().toString()).as(key)
				.contains("•••")
				.doesNotContain("1234", "hunter2");
		}
		this.redis.opsForValue().set("resque:lock:Sync-[{\"token\":\"abc\"}]", "1");
		this.redis.opsForValue().set("resque:mine:{\"token\":\"abc\"}", "1");
		assertThat(this.keys.find("token", null).keys()).isEmpty();
		assertThat(this.keys.isKey("resque:mine:{\"token\":\"abc\"}")).isFalse();
		assertThat(this.keys.find("timestamps", null).keys()).isEmpty();
		assertThat(this.keys.isKey("resque:timestamps:" + payload)).isFalse();
	}

	@Test
	void whatIsNoListIsLeftAlone() {
		this.redis.opsForValue().set("resque:queue:low", "x");
		assertThat(this.inspector.queueSize("low")).as("not known").isNull();
		this.redis.opsForSet().add("resque:queues", "low");
		assertThat(this.inspector.queueSize("low")).isEqualTo(-1);
		assertThat(remove("low", 0, "0".repeat(40))).isFalse();
	}

	private boolean remove(String queue, long index, String id) {
		return this.inspector.removeJob(queue, index, id, this.inspector.removals(queue));
	}

	private static String payload(int number) {
		return "{\"class\":\"A\",\"args\":[" + number + "]}";
	}

}
