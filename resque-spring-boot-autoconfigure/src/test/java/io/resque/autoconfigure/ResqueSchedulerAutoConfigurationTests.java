package io.resque.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.Due;
import io.resque.Job;
import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.ResqueJob;
import io.resque.ResqueOperations;
import io.resque.ResqueSchedule;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.Scheduler;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(RedisServerExtension.class)
class ResqueSchedulerAutoConfigurationTests {

	private static final String LOCK = "resque:resque:resque_scheduler_master_lock";

	private final StringRedisTemplate redis;

	private final ApplicationContextRunner runner;

	ResqueSchedulerAutoConfigurationTests(RedisServer server) {
		this.redis = server.template();
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class, ResqueSchedulerAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + server.url(), "resque.worker.host-name=my:box",
					"spring.application.name=test");
	}

	@Test
	void aDelayedJobIsPerformedSoonAfterItsSecondAndNotBefore() {
		this.runner.withBean(Note.class).withBean(Seen.class).run((context) -> {
			ResqueOperations resque = context.getBean(ResqueOperations.class);
			Instant before = Instant.now();
			resque.later(Note.class, new Due(before.plusMillis(1200))).perform("x", null);
			Note note = context.getBean(Note.class);
			await().until(() -> !note.started.isEmpty());
			// Up to a second to the next whole one, and a busy machine.
			assertThat(note.started.get(0)).isBetween(before.plusMillis(1200), before.plusMillis(4000));
			assertThat(context.getBean(Seen.class).calls).containsExactly("schedule x", "delayed enqueue x",
					"enqueue x");
			assertThat(this.redis.opsForValue().get(LOCK)).isEqualTo("my.box:" + ProcessHandle.current().pid());
		});
		assertThat(this.redis.hasKey(LOCK)).isFalse();
	}

	@Test
	void whoHasNoJobsIsNoCandidateUnlessToldSo() {
		this.runner.run((context) -> assertThat(context.getBean(Scheduler.class).isRunning()).isFalse());
		this.runner.withPropertyValues("resque.scheduler.enabled=true").run((context) -> {
			assertThat(context.getBean(Scheduler.class).isRunning()).isTrue();
			await().until(() -> this.redis.hasKey(LOCK));
		});
	}

	@Test
	void backsOffWhenSwitchedOffOrInline() {
		this.runner.withBean(Note.class)
			.withPropertyValues("resque.scheduler.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Scheduler.class));
		this.runner.withBean(Note.class)
			.withPropertyValues("resque.inline=true")
			.run((context) -> assertThat(context).doesNotHaveBean(Scheduler.class)
				.hasSingleBean(ResqueSchedules.class));
	}

	@Test
	void schedulesOfAnnotationsAndPropertiesAreFollowed() {
		this.runner.withBean(Ticking.class)
			.withPropertyValues("ticks=1s", "resque.schedule.other.every=1h", "resque.schedule.other.class=Tick",
					"resque.schedule.other.args[0]=x")
			.run((context) -> {
				await().until(() -> context.getBean(Ticking.class).performed.size() >= 2);
				assertThat(context.getBean(Ticking.class).performed).startsWith("44 text", "44 text");
				ResqueSchedules schedules = context.getBean(ResqueSchedules.class);
				assertThat(schedules.all()).containsOnlyKeys("other", "tick-tock");
				assertThat(schedules.all().get("other").job()).isEqualTo(new Job("ticks", "Tick", List.of("x")));
			});
		this.runner.withBean(Note.class).run((context) -> {
			ResqueSchedules schedules = context.getBean(ResqueSchedules.class);
			await().until(() -> schedules.all().isEmpty());
		});
	}

	@Test
	void theLastJobOfAScheduleEndsWhenTheNextIsDue() {
		this.runner.withBean(Stuck.class).withPropertyValues("resque.worker.concurrency=1").run((context) -> {
			Stuck stuck = context.getBean(Stuck.class);
			await().until(() -> stuck.ends.size() >= 2);
			assertThat(stuck.ends).allSatisfy((end) -> assertThat(end).isInstanceOf(InterruptedException.class));
			await().until(() -> this.redis.opsForList().size("resque:failed") >= 2);
			assertThat(this.redis.opsForList().index("resque:failed", 0)).contains("\"class\":\"Stuck\"")
				.contains("Job was killed");
			assertThat(this.redis.opsForList().size("resque:queue:stuck")).isLessThanOrEqualTo(1);
		});
	}

	@Test
	void aScheduleThatCannotBeUsedEndsTheStart() {
		this.runner.withBean(Note.class)
			.withPropertyValues("resque.schedule.bad.cron=0 25 * * *", "resque.schedule.bad.class=Note")
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis analysis = new ResqueFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis.getDescription())
					.isEqualTo("The schedule 'bad' cannot be used: The cron expression "
							+ "'0 25 * * *' cannot be used: 25 at column 3 is no hour (0 to 23) (property resque.schedule.bad).");
				assertThat(analysis.getAction()).contains("resque.schedule");
			});
	}

	@Test
	void schedulesOfAFileAreFollowed(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("resque_schedule.yml");
		Files.writeString(file, "tick:\n  every: 1s\n  class: Tick\n  args: [7, file]\n");
		this.runner.withBean(Ticking.class)
			.withPropertyValues("ticks=1h", "resque.scheduler.file=" + file)
			.run((context) -> await().until(() -> context.getBean(Ticking.class).performed.contains("7 file")));
		this.runner.withBean(Ticking.class)
			.withPropertyValues("ticks=1h", "resque.scheduler.file=" + file + "x")
			.run((context) -> assertThat(new ResqueFailureAnalyzer().analyze(context.getStartupFailure()))
				.satisfies((analysis) -> assertThat(analysis.getDescription()).contains("resque_schedule.ymlx"))
				.satisfies((analysis) -> assertThat(analysis.getAction()).contains("resque.scheduler.file")));
	}

	@Test
	void aLockThatHoldsTooShortIsRefused() {
		this.runner.withPropertyValues("resque.scheduler.lock-timeout=2s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'lock-timeout' must be at least 3s, but is PT2S"));
	}

	@ResqueJob(queue = "notes")
	static class Note {

		private final List<Instant> started = new CopyOnWriteArrayList<>();

		void perform(String text, JobContext context) {
			this.started.add(Instant.now());
		}

	}

	@ResqueJob(queue = "stuck")
	@ResqueSchedule(every = "2s", firstIn = "1s", overlap = "cancel")
	static class Stuck {

		private final List<Exception> ends = new CopyOnWriteArrayList<>();

		void perform() throws InterruptedException {
			try {
				TimeUnit.MINUTES.sleep(1);
			}
			catch (InterruptedException ex) {
				this.ends.add(ex);
				throw ex;
			}
		}

	}

	static class Ticking {

		private final List<String> performed = new CopyOnWriteArrayList<>();

		@ResqueJob(queue = "ticks")
		@ResqueSchedule(name = "tick-tock", every = "${ticks}", args = { "44", "text" })
		void tick(int number, String text) {
			this.performed.add(number + " " + text);
		}

	}

	static class Seen implements JobHooks {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@Override
		public boolean beforeSchedule(Job job, Instant at) {
			return this.calls.add("schedule " + job.args().get(0));
		}

		@Override
		public void beforeDelayedEnqueue(Job job) {
			this.calls.add("delayed enqueue " + job.args().get(0));
		}

		@Override
		public boolean beforeEnqueue(Job job) {
			return this.calls.add("enqueue " + job.args().get(0));
		}

	}

}
