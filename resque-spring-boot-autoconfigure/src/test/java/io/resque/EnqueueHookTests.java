package io.resque;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.resque.TestJobs.Archive;
import io.resque.redis.QueueStore;
import io.resque.redis.ResqueRedis;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(RedisServerExtension.class)
class EnqueueHookTests {

	private final List<String> calls = new ArrayList<>();

	private final ResqueRedis redis;

	private final QueueStore queues;

	EnqueueHookTests(RedisServer redis) {
		this.redis = redis.redis("resque");
		this.queues = new QueueStore(this.redis);
	}

	@Test
	void hooksRunAroundThePush() {
		assertThat(template(hook("a", true), hook("b", true)).enqueue(Archive.class, 44)).isTrue();
		assertThat(this.calls).containsExactly("a before, 0 queued", "b before, 0 queued", "a after, 1 queued",
				"b after, 1 queued");
	}

	@Test
	void oneRefusalKeepsTheJobOffTheQueueAfterAllWereAsked() {
		assertThat(template(hook("a", false), hook("b", true)).enqueue(Archive.class, 44)).isFalse();
		assertThat(this.calls).containsExactly("a before, 0 queued", "b before, 0 queued");
		assertThat(this.queues.size("file_serve")).isZero();
	}

	@Test
	void hookDecidesForEachOfManyJobs() {
		JobHooks even = new JobHooks() {

			@Override
			public boolean beforeEnqueue(Job job) {
				return ((Integer) job.args().get(0)) % 2 == 0;
			}

			@Override
			public void afterEnqueue(Job job) {
				EnqueueHookTests.this.calls.add(job.toString());
			}

		};
		assertThat(template(even).enqueueAll(Archive.class, List.of(List.of(1), List.of(2), List.of(3), List.of(4))))
			.isEqualTo(2);
		assertThat(this.queues.size("file_serve")).isEqualTo(2);
		assertThat(this.calls).containsExactly("(Job{file_serve} | Archive | [2])",
				"(Job{file_serve} | Archive | [4])");
	}

	@Test
	void errorAfterReachesTheCallerThoughTheJobIsQueued() {
		JobHooks broken = new JobHooks() {

			@Override
			public void afterEnqueue(Job job) {
				throw new IllegalStateException("afterwards");
			}

		};
		assertThatIllegalStateException().isThrownBy(() -> template(broken).enqueue(Archive.class, 44));
		assertThat(this.queues.size("file_serve")).isOne();
	}

	@Test
	void recreateAndPushRunNoHooks() {
		ResqueTemplate resque = template(hook("a", false));
		resque.recreate(new Job("file_serve", "Archive", List.of()));
		resque.push("file_serve", 1);
		assertThat(this.queues.size("file_serve")).isEqualTo(2);
		assertThat(this.calls).isEmpty();
	}

	private ResqueTemplate template(JobHooks... hooks) {
		return new ResqueTemplate(this.redis, TestJobs.registry(), TestJobs.codec(), List.of(hooks), null);
	}

	private JobHooks hook(String name, boolean agrees) {
		return new JobHooks() {

			@Override
			public boolean beforeEnqueue(Job job) {
				record("before");
				return agrees;
			}

			@Override
			public void afterEnqueue(Job job) {
				record("after");
			}

			private void record(String what) {
				EnqueueHookTests.this.calls
					.add(name + " " + what + ", " + EnqueueHookTests.this.queues.size("file_serve") + " queued");
			}

		};
	}

}
