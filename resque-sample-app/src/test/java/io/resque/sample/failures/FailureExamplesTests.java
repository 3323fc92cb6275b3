package io.resque.sample.failures;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.data.redis.core.ListOperations;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.resque.canary.CanaryPhase;
import io.resque.canary.CanaryRetries;
import io.resque.canary.CanaryRetry;
import io.resque.canary.CanaryRetry.Counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The examples of docs/failures.md, with the Redis of the sample. Its workers leave the
 * reports in their queue.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "resque.worker.queues=failing")
@DirtiesContext
class FailureExamplesTests {

	private static final int ENTRIES = 60;

	@TempDir
	private static Path directory;

	private final StringRedisTemplate redis;

	private final ListOperations<String, String> lists;

	@Autowired
	FailureExamplesTests(StringRedisTemplate redis) {
		this.redis = redis;
		this.lists = redis.opsForList();
	}

	@DynamicPropertySource
	static void useTemporaryDirectory(DynamicPropertyRegistry registry) {
		registry.add("sample.data-dir", () -> directory);
	}

	@BeforeEach
	void forgetFailures() {
		this.redis.delete("resque:failed");
		this.redis.delete("resque:reports_failed");
		this.redis.delete("resque:queue:reports");
	}

	@Test
	void theNightShiftRetriesAndRemovesWhatTimedOut(@Autowired NightShift nightShift) {
		fail("resque:reports_failed", "timeout");
		nightShift.retryTimeouts();
		assertThat(this.lists.range("resque:queue:reports", 0, -1)).hasSize(10)
			.doesNotHaveDuplicates()
			.allSatisfy((job) -> assertThat(job).contains("\"class\":\"MonthlyReport\""));
		assertThat(this.lists.range("resque:reports_failed", 0, -1)).hasSize(ENTRIES - 10)
			.allSatisfy((entry) -> assertThat(entry).doesNotContain("retried_at"))
			.noneMatch((entry) -> entry.contains("MonthlyReport") && entry.contains("timeout"));
	}

	@Test
	void whatTimedOutInAnOutageIsRetriedAndStays(@Autowired AfterTheOutage outage) {
		fail("resque:failed", "Timeout");
		assertThat(outage.retryTimeouts(Instant.parse("2026-11-20T16:53:29Z"))).isZero();
		assertThat(outage.retryTimeouts(Instant.parse("2026-11-20T16:53:28Z"))).isEqualTo(10);
		assertThat(this.lists.range("resque:queue:reports", 0, -1)).hasSize(10)
			.doesNotHaveDuplicates()
			.allSatisfy((job) -> assertThat(job).contains("\"class\":\"MonthlyReport\""));
		assertThat(this.lists.range("resque:failed", 0, -1)).hasSize(ENTRIES)
			.filteredOn((entry) -> entry.contains("retried_at"))
			.hasSize(10);
	}

	@Test
	void whatMostJobsFailedOfIsRetriedWithCare(@Autowired AfterTheFix fix, @Autowired CanaryRetries canaries) {
		fail("resque:failed", "Timeout");
		for (int number = 0; number < ENTRIES; number++) {
			this.lists.rightPush("resque:failed",
					"{\"failed_at\":\"2026/11/20 16:53:28 UTC\",\"payload\":{\"class\":\"Archive\",\"args\":["
							+ (number + 1) + ",\"main\"]},\"exception\":\"IOError\",\"error\":\"disk " + number
							+ " is full\",\"backtrace\":[],\"worker\":\"vm:5316:failing\",\"queue\":\"failing\"}");
		}
		String id = fix.retryLargestGroup();
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			CanaryRetry canary = canaries.find(id);
			assertThat(canary).isNotNull();
			assertThat(canary.phase()).isEqualTo(CanaryPhase.DONE);
			assertThat(canary.counts()).isEqualTo(new Counts(ENTRIES, ENTRIES, 0, 0));
		});
		assertThat(this.redis.hasKey("resque:queue:reports")).as("of another group").isFalse();
	}

	@Test
	void theTrackerCountsAFailureThatIsInTheFailedListToo(@Autowired Tracker tracker) {
		this.redis.opsForSet().add("resque:queues", "failing");
		this.lists.rightPush("resque:queue:failing", "{\"class\":\"FailingJob\",\"args\":[\"boom\"]}");
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(this.lists.range("resque:failed", 0, -1)).singleElement()
				.asString()
				.contains("boom", "java.lang.IllegalStateException"));
		assertThat(tracker.failures("java.lang.IllegalStateException")).isOne();
		assertThat(tracker.failures("java.lang.Error")).isZero();
	}

	/** Each second is a report, each third has the error. */
	private void fail(String list, String error) {
		for (int number = 0; number < ENTRIES; number++) {
			this.lists.rightPush(list,
					"{\"failed_at\":\"2026/11/20 16:53:28 UTC\",\"payload\":{\"class\":\""
							+ ((number % 2 == 0) ? "MonthlyReport" : "Other") + "\",\"args\":[" + number
							+ "]},\"exception\":\"IOError\",\"error\":\"a " + ((number % 3 == 0) ? error : "bad day")
							+ "\",\"backtrace\":[],\"worker\":\"vm:5316:reports\",\"queue\":\"reports\"}");
		}
	}

}
