package io.resque.retry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.DelayedCursor;
import io.resque.DelayedOutcome;
import io.resque.DelayedPlace;
import io.resque.EarlierFailure;
import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.ResqueTemplate;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;
import io.resque.redis.RetryStore;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs that wait for another attempt, in a real Redis.
 */
@ExtendWith(RedisServerExtension.class)
class WaitingRetriesTests {

	private static final Instant AT = Instant.ofEpochSecond(4102444800L);

	/** Of the args [7,"x"]. */
	private static final String IDENTITY = "Flaky:1b07a4bf1b8d1595ec4f30c716e4409bbfe140a3";

	private static final String FLAKY = "{\"class\":\"Flaky\",\"args\":[7,\"x\"],\"queue\":\"low\"}";

	private final StringRedisTemplate redis;

	private final ResqueTemplate resque;

	private final WaitingRetries retries;

	WaitingRetriesTests(RedisServer server) {
		this.redis = server.template();
		ResqueRedis resqueRedis = server.redis("resque");
		JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));
		this.resque = new ResqueTemplate(resqueRedis, new JobRegistry(List.of()), codec, List.of(), null);
		this.retries = new WaitingRetries(this.resque::delayed, new RetryStore(resqueRedis), codec);
	}

	@Test
	void thoseThatAreCountedAreFoundWithTheirAttemptsAndEarlierFailures() {
		push(AT, "{\"class\":\"Other\",\"args\":[1],\"queue\":\"low\"}", FLAKY);
		push(AT.plusSeconds(5), "{\"class\":\"Ruby\",\"args\":[],\"queue\":\"low\"}", "no json");
		count(IDENTITY, "1");
		this.redis.opsForValue()
			.set("resque:spring:retry:" + IDENTITY, "{\"first\":1000,\"failures\":[{\"at\":2000,"
					+ "\"exception\":\"java.io.IOException\",\"error\":\"boom\"}]}");
		count("Ruby", "0");
		FoundRetries found = this.retries.search(null, null, 9);
		assertThat(found.found()).extracting((retry) -> retry.entry().name() + " " + retry.attempt())
			.containsExactly("Flaky 3", "Ruby 2");
		assertThat(found.found().get(0).failures())
			.containsExactly(new EarlierFailure(Instant.ofEpochSecond(2), "java.io.IOException", "boom"));
		assertThat(found.searched()).isEqualTo(4);
		assertThat(found.upTo()).isEqualTo(AT.plusSeconds(5));
		assertThat(this.retries.search("fLAK", null, 9).found()).hasSize(1);
		assertThat(this.retries.search("Other", null, 9).found()).isEmpty();
		assertThat(this.retries.search(null, DelayedCursor.at(AT.plusSeconds(1)), 9).found()).hasSize(1);
	}

	@Test
	void aKeyOfAnotherTypeOrValueCountsForNothing() {
		push(AT, FLAKY, "{\"class\":\"Ruby\",\"args\":[],\"queue\":\"low\"}");
		this.redis.opsForList().rightPush("resque:resque-retry:" + IDENTITY, "1");
		count("Ruby", "many");
		assertThat(this.retries.search(null, null, 9).found()).isEmpty();
	}

	@Test
	void oneThatIsCancelledBeginsAnewNextTime() {
		push(AT, FLAKY);
		count(IDENTITY, "1");
		this.redis.opsForValue().set("resque:spring:retry:" + IDENTITY, "{}");
		this.redis.opsForValue().set("resque:failure-resque-retry:" + IDENTITY, "{}");
		DelayedPlace place = this.retries.search(null, null, 9).found().get(0).entry().place();
		assertThat(this.retries.cancel(new DelayedPlace(AT, 0, "0".repeat(40)))).isFalse();
		assertThat(this.redis.keys("*retry*")).hasSize(3);
		assertThat(this.retries.cancel(place)).isTrue();
		assertThat(this.retries.cancel(place)).isFalse();
		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void oneThatRunsNowKeepsItsCount() {
		push(AT, FLAKY);
		count(IDENTITY, "1");
		DelayedPlace place = this.retries.search(null, null, 9).found().get(0).entry().place();
		assertThat(this.resque.delayed().enqueueNow(place)).isEqualTo(DelayedOutcome.ENQUEUED);
		assertThat(this.redis.opsForValue().get("resque:resque-retry:" + IDENTITY)).isEqualTo("1");
	}

	@Test
	void manyAreSearchedAStretchAtATime() {
		List<String> others = new ArrayList<>();
		for (int i = 0; i < 11_000; i++) {
			others.add("{\"class\":\"Other\",\"args\":[" + i + "],\"queue\":\"low\"}");
		}
		push(AT, others.toArray(String[]::new));
		push(AT.plusSeconds(1), FLAKY);
		count(IDENTITY, "1");
		FoundRetries none = this.retries.search(null, null, 9);
		assertThat(none.found()).isEmpty();
		assertThat(none.searched()).isEqualTo(10_000);
		assertThat(this.retries.search(null, none.next(), 9).found()).hasSize(1);
	}

	private void count(String identity, String counter) {
		this.redis.opsForValue().set("resque:resque-retry:" + identity, counter);
	}

	private void push(Instant at, String... items) {
		String second = Long.toString(at.getEpochSecond());
		this.redis.opsForList().rightPushAll("resque:delayed:" + second, items);
		this.redis.opsForZSet().add("resque:delayed_queue_schedule", second, at.getEpochSecond());
	}

}
