package io.resque.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.resque.EarlierFailure;
import io.resque.Job;
import io.resque.canary.CanaryPhase;
import io.resque.canary.CanaryPlan;
import io.resque.canary.CanaryRetry;
import io.resque.canary.CanaryRetry.Counts;
import io.resque.failure.FailedJob;
import io.resque.failure.FailureFilter;
import io.resque.failure.FailureGroup;
import io.resque.failure.Fingerprint;
import io.resque.inspect.HistorySample;
import io.resque.inspect.PoolInfo;
import io.resque.inspect.ProcessInfo;
import io.resque.inspect.ProcessLoad;
import io.resque.inspect.QueuedJob;
import io.resque.inspect.StoredKeys;
import io.resque.inspect.WorkerInfo;
import io.resque.inspect.WorkingJob;
import io.resque.schedule.Occurrence;
import io.resque.schedule.PastOccurrence;

/**
 * Data as on a busy day: Ruby's workers beside ours, a failing dependency, a queue of
 * somebody else.
 */
final class BusyDay {

	static final String GONE = "old-host.3fa9c1:411-1:mailer,reports";

	private final Instant now = Instant.now();

	private final DashboardData data;

	private BusyDay(DashboardData data) {
		this.data = data;
	}

	static void fill(DashboardData data) {
		BusyDay day = new BusyDay(data);
		day.queues();
		day.workers();
		day.processes();
		day.pauses();
		day.keys();
		day.failures();
		day.groups();
		day.delayed();
		day.schedules();
		day.redis();
		day.samples();
	}

	private void queues() {
		jobs("file_serve", 7, "Archive", "[%d,\"masterbrew\"]");
		jobs("mailer", 214, "SendEmailTask", "[\"customer-%d@example.org\"]");
		jobs("reports", 43, "MonthlyReport",
				"[{\"account\":%d,\"from\":\"2026-10-01\",\"to\":\"2026-10-31\",\"format\":\"pdf\"}]");
		jobs("warm_cache", 1048, "WarmCache", "[[\"product:%d\",\"front-page\"]]");
		jobs("failing", 0, "FailingJob", "[%d]");
		jobs("images", 66, "Media::Thumbnails",
				"[\"/uploads/2026/11/20/originals/%d-a-long-file-name-of-a-photograph.jpeg\","
						+ "{\"sizes\":[64,128,512],\"api_token\":\"d9f1\"}]");
		jobs("wrong_type", 0, "", "%d");
	}

	private void jobs(String queue, int count, String name, String args) {
		this.data.queues.put(queue,
				IntStream.range(0, count)
					.mapToObj((number) -> new QueuedJob(name, args.formatted(4400 + number),
							name.startsWith("Media") ? ago(3_700 - 40 * number) : null, "%040x".formatted(number)))
					.toList());
	}

	private void workers() {
		worker("web-1.c41f07:31337-1:mailer", 12, 9_412, 3, job("mailer", 2, "SendEmailTask", "[\"ada@example.org\"]"));
		worker("web-1.c41f07:31337-2:mailer", 12, 9_398, 1, null);
		worker("web-1.c41f07:31337-3:reports,images", 12, 120, 8, job("reports", 1312, "MonthlyReport",
				"[{\"account\":4711,\"from\":\"2026-10-01\",\"to\":\"2026-10-31\",\"format\":\"pdf\"}]"));
		worker("web-2.90be55:812-1:file_serve,mailer", 7, 8_020, 0,
				job("file_serve", 41, "Archive", "[44,\"masterbrew\"]"));
		worker("web-2.90be55:812-2:file_serve,mailer", 7, 7_998, 2, null);
		worker("ruby-batch-03.internal.example.org:20518:*", 33, 551_090, 1_204, job("images", 8, "Media::Thumbnails",
				"[\"/uploads/2026/11/20/originals/4402-a-long-file-name-of-a-photograph.jpeg\"]"));
		worker("php-legacy:977:newsletter", -1, 0, 0, null);
		worker(GONE, 60 * 60 * 26, 18_204, 77, null);
	}

	private void processes() {
		process("c41f07aa00bb11cc", "web-1", "31337", new ProcessLoad(3, 2, 0, 412L << 20, false), 12,
				new PoolInfo("default", "thread", 2, "mailer"), new PoolInfo("slow", "thread", 1, "reports,images"));
		process("90be55aa00bb11cc", "web-2", "812", new ProcessLoad(2, 1, 3, 268L << 20, true), 9,
				new PoolInfo("default", "fork", 2, "file_serve,mailer"));
		process("dead00aa00bb11cc", "web-2", "4", new ProcessLoad(5, 0, 0, null, false), -4);
	}

	private void process(String id, String host, String pid, ProcessLoad load, int lease, PoolInfo... pools) {
		this.data.processes.add(new ProcessInfo(id, host, pid, (pools.length > 0) ? "1.0.0" : "",
				(pools.length > 0) ? ago(86_400 * 3) : null, List.of(pools), load, Duration.ofSeconds(lease)));
	}

	private void pauses() {
		this.data.steering.pausedQueues.add("warm_cache");
		this.data.steering.pausedJobs.put("MonthlyReport", 12L);
		this.data.steering.pausedJobs.put("Media::Thumbnails", 0L);
	}

	private void keys() {
		String queue = "resque:queue:images";
		this.data.steering.keys.addAll(List.of(new StoredKeys.Key("resque:delayed:1795744800", "list", 3),
				new StoredKeys.Key(queue, "list", 66), new StoredKeys.Key("resque:queues", "set", 7),
				new StoredKeys.Key("resque:spring:leases", "zset", 3),
				new StoredKeys.Key("resque:stat:processed", "string", 7), new StoredKeys.Key(
						"resque:somebodys:own:key:with:a:name:that:is:much:longer:than:others", "ReJSON-RL", -1)));
		this.data.steering.values.put(queue,
				new StoredKeys.Values(new StoredKeys.Key(queue, "list", 66),
						IntStream.range(0, 20)
							.mapToObj((number) -> new StoredKeys.Value(Integer.toString(number),
									"{\"class\":\"Media::Thumbnails\",\"args\":[\"/uploads/" + number
											+ ".jpeg\",{\"sizes\":[64,128,512],\"api_token\":\"d9f1\"}]}"))
							.toList(),
						"20"));
		String text = "resque:stat:processed";
		this.data.steering.values.put(text, new StoredKeys.Values(new StoredKeys.Key(text, "string", 7),
				List.of(new StoredKeys.Value("", "1284902")), null));
	}

	private WorkingJob job(String queue, int secondsAgo, String name, String args) {
		return new WorkingJob(queue, ago(secondsAgo), name, args, "%040x".formatted(secondsAgo));
	}

	private void worker(String id, int beat, long processed, long failed, @Nullable WorkingJob job) {
		String[] parts = id.split(":");
		this.data.workers.add(new WorkerInfo(id, parts[0], parts[1], List.of(parts[2].split(",")),
				"2026-11-20 06:00:12 +0000", (beat < 0) ? null : ago(beat), processed, failed, job));
	}

	private void failures() {
		this.data.failureQueues.add("reports_failed");
		for (int number = 0; number < 24; number++) {
			failure("mailer", 7200 - number * 60, "SendEmailTask", "[\"customer-" + number + "@example.org\"]",
					"java.net.SocketTimeoutException", "Connect timed out");
		}
		failure("images", 1700, "Media::Thumbnails", "[\"/uploads/17.heic\"]", "Magick::ImageMagickError",
				"no decode delegate for this image format `HEIC' @ error/constitute.c/ReadImage/741");
		failure("file_serve", 1200, "(unreadable)", "", "io.resque.DecodeException",
				"Unexpected character ('<' (code 60)): expected a valid value");
		failure("reports", 610, "MonthlyReport", "[{\"account\":12,\"password\":\"hunter2\",\"from\":\"2026-10-01\"}]",
				"java.lang.IllegalStateException",
				"Account 12 has no subscription in October 2026; the report needs one to find its currency");
		failure("failing", 33, "FailingJob", "[\"boom\"]", "java.lang.IllegalStateException", "boom");
	}

	private void failure(String queue, long secondsAgo, String name, String args, String exception, String error) {
		Instant failedAt = ago(secondsAgo);
		int index = this.data.failed.size();
		String retriedAt = queue.equals("images") ? "2026/11/20 17:20:31 UTC" : null;
		this.data.failed.add(new FailedJob("failed", index, "%040x".formatted(index), failedAt, failedAt.toString(),
				queue, name, args, exception, error,
				List.of("org.example.shop.reports.Subscriptions.currencyOf(Subscriptions.java:88)",
						"org.example.shop.reports.MonthlyReport.perform(MonthlyReport.java:41)",
						"java.base/java.lang.reflect.Method.invoke(Method.java:580)",
						"Caused by: java.util.NoSuchElementException: No value present",
						"java.base/java.util.Optional.orElseThrow(Optional.java:377)"),
				"web-1.c41f07:31337-3:reports,images", retriedAt, !queue.equals("file_serve")));
	}

	private void groups() {
		group("14b4c9e1582e", "java.net.SocketTimeoutException", "Read timed out after # ms (order #)", 104_230,
				Set.of("MonthlyReport", "Archive"));
		group("0b1fe2c37711", "Net::SMTPFatalError", "# no mailbox for #", 40, Set.of("SendEmailTask"));
		group("77aa00bb11cc", "NoMethodError", "undefined method … for nil:NilClass " + "x".repeat(120), 7,
				Set.of("Media::Thumbnails"));
		canary(CanaryPhase.GOING_ON, new Counts(230, 214, 3, 0), "10 of the first 10 passed");
		canary(CanaryPhase.STOPPED, new Counts(10, 7, 3, 1), "3 of 10 did not pass");
		canary(CanaryPhase.DONE, new Counts(40, 40, 0, 0), "40 of 40 passed");
	}

	private void group(String id, String exception, String message, long count, Set<String> jobs) {
		this.data.groups
			.add(new FailureGroup(
					new Fingerprint(id, exception, message,
							List.of("com.example.billing.Gateway.call", "jobs/mailer.rb")),
					count, count / 20, this.now.minus(Duration.ofDays(2)), this.now.minusSeconds(40), jobs,
					Set.of("reports", "mailer")));
	}

	private void canary(CanaryPhase phase, Counts counts, String reason) {
		this.data.canaries.add(new CanaryRetry("8a90362c1" + phase.ordinal(),
				CanaryPlan.of(FailureFilter.ALL.withJob("MonthlyReport").withText("timed out")), phase, counts, 277,
				104_277, this.now.minusSeconds(75), reason));
	}

	private void delayed() {
		for (int number = 0; number < 23; number++) {
			this.data.delay(this.now.plusSeconds(20 + number * number * 300L), "mailer", "SendEmailTask",
					"[\"customer-" + number + "@example.org\"]");
		}
		this.data.delay(ago(95), "reports", "MonthlyReport",
				"[{\"account\":4711,\"from\":\"2026-10-01\",\"to\":\"2026-10-31\",\"format\":\"pdf\"}]");
		Instant later = Instant.ofEpochSecond(4102444800L);
		this.data.delay(later, "images", "Media::Thumbnails",
				"[\"/uploads/2026/11/20/originals/4402-a-long-file-name-of-a-photograph.jpeg\"]");
		this.data.delay(later, "", "Foreign", "[]");
		this.data.delay(later, "file_serve", "Archive", "[44,\"masterbrew\"]");
		this.data.retries.put("%040x".formatted(2),
				List.of(new EarlierFailure(ago(95), "java.net.SocketTimeoutException", "Read timed out after 3000 ms"),
						new EarlierFailure(ago(30), "java.io.IOException",
								"The archive of repository 44 is locked by another")));
		this.data.retries.put("%040x".formatted(1), List.of());
	}

	private void schedules() {
		this.data.scheduler = "web-1.c41f07:31337";
		this.data.schedule("nightly-report", "0 2 * * * Europe/Berlin", new Job("reports", "MonthlyReport", List.of()),
				"[{\"format\":\"pdf\",\"recipients\":[\"accounts@example.org\"]}]", this.now.plusSeconds(30_000));
		this.data.schedule("paused-cache", "every 30s", new Job("warm_cache", "WarmCache", List.of()), "[]", null);
		this.data.schedule("rebuild-index", null, new Job("file_serve", "RebuildIndex", List.of()), "[]", null);
		for (int day = 1; day <= 12; day++) {
			this.data.preview.add(new Occurrence(this.now.plus(Duration.ofDays(day)),
					(day == 3) ? "02:30 does not exist on 29 March 2026: runs at 03:00" : null));
			this.data.history.add(new PastOccurrence(ago(day * 86_400L), (day == 2) ? "skipped" : "ran",
					(day == 2) ? "the last one still runs" : null, Duration.ofSeconds(day)));
		}
	}

	private void redis() {
		String[] facts = { "aof_enabled", "1", "aof_last_write_status", "ok", "connected_clients", "14", "evicted_keys",
				"0", "executable", "/usr/local/bin/redis-server", "instantaneous_ops_per_sec", "1812",
				"maxmemory_human", "512.00M", "maxmemory_policy", "noeviction", "redis_version", "7.4.1", "role",
				"master", "uptime_in_days", "41", "used_memory_human", "38.20M", "used_memory_peak_human", "61.04M" };
		for (int position = 0; position < facts.length; position += 2) {
			this.data.redis.put(facts[position], facts[position + 1]);
		}
	}

	private Instant ago(long seconds) {
		return this.now.minus(Duration.ofSeconds(seconds));
	}

	private void samples() {
		long processed = 1_200_000;
		long failed = 900;
		for (int minute = 1440; minute >= 0; minute--) {
			processed += 60 + Math.round(40 * Math.sin(minute / 9.0) + 30 * Math.cos(minute / 120.0));
			failed += (minute % 37 < 3) ? 4 : 0;
			this.data.samples.add(new HistorySample(this.now.truncatedTo(ChronoUnit.MINUTES).minusSeconds(60L * minute),
					processed, failed, 1378 + 12L * minute));
		}
	}

}
