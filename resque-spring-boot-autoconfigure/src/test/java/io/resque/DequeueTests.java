package io.resque;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.resque.TestJobs.Archive;
import io.resque.redis.QueueStore;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class DequeueTests {

	private final ResqueRedis redis;

	private final QueueStore queues;

	private final ResqueTemplate resque;

	DequeueTests(RedisServer redis) {
		this.redis = redis.redis("resque");
		this.queues = new QueueStore(this.redis);
		this.resque = new ResqueTemplate(this.redis, TestJobs.registry(), TestJobs.codec(), List.of(), null);
	}

	@Test
	void withArgsRemovesTheEqualOnesOnly() {
		this.resque.enqueueAll(Archive.class, List.of(List.of(44, "x"), List.of(44, "x"), List.of(45, "x")));
		assertThat(this.resque.dequeue(Archive.class, 44, "x")).isEqualTo(2);
		assertThat(raw()).containsExactly("{\"class\":\"Archive\",\"args\":[45,\"x\"]}");
	}

	@Test
	void withoutArgsRemovesAllOfTheClassAndNoOther() {
		this.resque.enqueueAll(Archive.class, List.of(List.of(0), List.of(1)));
		this.resque.enqueueTo("file_serve", "Other");
		push("no json", "[]", "{\"class\":\"OldArchive\",\"args\":[1]}");
		assertThat(this.resque.dequeue(Archive.class)).isEqualTo(3);
		assertThat(raw()).containsExactly("{\"class\":\"Other\",\"args\":[]}", "no json", "[]");
	}

	@Test
	void findsTheEncodingsOfOtherPrograms() {
		push("{\"class\":\"Archive\",\"args\":[1.0,\"\\u00e9\\/\",{\"b\":null,\"a\":2}]}",
				"{ \"args\" : [ 1, \"é/\", {\"a\":2.0,\"b\":null} ], \"class\" : \"Archive\", \"id\" : \"0a\" }",
				"{\"class\":\"Archive\",\"args\":[1,\"é/\",{\"a\":2}]}",
				"{\"class\":\"Archive\",\"args\":[\"1\",\"é/\",{\"a\":2,\"b\":null}]}",
				"{\"class\":\"Archive\",\"args\":[1,\"é/\"]}");
		assertThat(this.resque.dequeue(Archive.class, 1, "é/", options())).isEqualTo(2);
		assertThat(raw()).hasSize(3);
	}

	@Test
	void otherProgramsJobsAreRemovedByName() {
		this.resque.enqueueTo("ruby", "Billing::Invoice", 1);
		assertThat(this.resque.dequeueFrom("ruby", "Billing::Invoice", 2)).isZero();
		assertThat(this.resque.dequeueFrom("ruby", "Invoice", 1)).isZero();
		assertThat(this.resque.dequeueFrom("ruby", "Billing::Invoice", 1)).isOne();
		assertThat(this.resque.dequeueFrom("nowhere", "Billing::Invoice")).isZero();
	}

	@Test
	void longQueueIsSearchedCompletely() {
		List<List<Object>> args = new ArrayList<>();
		for (int i = 0; i < 3500; i++) {
			args.add(List.of(i % 10));
		}
		this.resque.enqueueAll(Archive.class, args);
		assertThat(this.resque.dequeue(Archive.class, 7)).isEqualTo(350);
		assertThat(this.resque.dequeue(Archive.class, 7)).isZero();
		assertThat(this.resque.dequeue(Archive.class)).isEqualTo(3150);
		assertThat(this.resque.size("file_serve")).isZero();
	}

	@Test
	void hookMayKeepTheJobsOnTheirQueue() {
		List<String> calls = new ArrayList<>();
		JobHooks refusing = new JobHooks() {

			@Override
			public boolean beforeDequeue(Job job) {
				calls.add("before " + job);
				return job.args().isEmpty();
			}

			@Override
			public void afterDequeue(Job job) {
				calls.add("after " + job);
			}

		};
		ResqueTemplate resque = new ResqueTemplate(this.redis, TestJobs.registry(), TestJobs.codec(), List.of(refusing),
				null);
		resque.enqueue(Archive.class, 1);
		assertThat(resque.dequeue(Archive.class, 1)).isZero();
		assertThat(resque.size("file_serve")).isOne();
		assertThat(resque.dequeue(Archive.class)).isOne();
		assertThat(calls).containsExactly("before (Job{file_serve} | Archive | [1])",
				"before (Job{file_serve} | Archive | [])", "after (Job{file_serve} | Archive | [])");
	}

	private static Map<String, Object> options() {
		Map<String, Object> options = new HashMap<>();
		options.put("a", 2);
		options.put("b", null);
		return options;
	}

	private void push(String... payloads) {
		for (String payload : payloads) {
			this.queues.push("file_serve", List.of(payload.getBytes(StandardCharsets.UTF_8)));
		}
	}

	private List<String> raw() {
		return this.queues.range("file_serve", 0, 100)
			.stream()
			.map((payload) -> new String(payload, StandardCharsets.UTF_8))
			.toList();
	}

}
