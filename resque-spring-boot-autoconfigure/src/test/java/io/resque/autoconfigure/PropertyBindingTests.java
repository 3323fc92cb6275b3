package io.resque.autoconfigure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import io.resque.dashboard.DashboardSettings;
import io.resque.failure.FailureSettings;
import io.resque.json.JsonProfile;
import io.resque.process.ProcessSettings;
import io.resque.retry.JobRetrySettings;
import io.resque.retry.RetrySettings;
import io.resque.schedule.DeclarationSettings;
import io.resque.schedule.SchedulerSettings;
import io.resque.worker.ForkSettings;
import io.resque.worker.PoolSettings;
import io.resque.worker.WorkerMode;
import io.resque.worker.WorkerSettings;
import io.resque.worker.fork.ArchiveSettings;
import io.resque.worker.fork.ChildSettings;
import io.resque.worker.lease.RecoverySettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every property of the metadata, set to something else than its default, arrives.
 */
class PropertyBindingTests {

	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	private static final Map<String, String> VALUES = values();

	@Test
	void everyPropertyOfTheMetadataIsBoundHere() {
		Set<String> documented = new JsonMapper().readTree(METADATA)
			.get("properties")
			.valueStream()
			.map((property) -> property.path("name").asString())
			.filter((name) -> name.startsWith("resque."))
			.collect(Collectors.toCollection(TreeSet::new));
		Set<String> bound = VALUES.keySet()
			.stream()
			.map((name) -> name.startsWith("resque.worker.pools.") ? "resque.worker.pools" : name)
			.map((name) -> name.startsWith("resque.retry.jobs") ? "resque.retry.jobs" : name)
			.map((name) -> name.startsWith("resque.schedule.") ? "resque.schedule" : name)
			.map((name) -> name.startsWith("resque.child.properties") ? "resque.child.properties" : name)
			.collect(Collectors.toSet());
		assertThat(bound).isEqualTo(documented);
	}

	@Test
	void theScheduler() {
		assertThat(bind("resque.scheduler", SchedulerSettings.class))
			.isEqualTo(new SchedulerSettings(true, Duration.ofSeconds(44), "app1", ZoneId.of("Europe/Berlin"),
					List.of("production", "staging"), "config/resque_schedule.yml"));
	}

	@Test
	void theRetries() {
		JobRetrySettings ofOne = new JobRetrySettings(3, List.of(Duration.ofSeconds(1), Duration.ofMinutes(1)), 2.0,
				Duration.ofHours(1), 0.5, Duration.ofDays(1), "later",
				new JobRetrySettings.Failures(List.of(IOException.class), List.of(FileNotFoundException.class),
						List.of(SocketException.class)));
		assertThat(bind("resque.retry", RetrySettings.class))
			.isEqualTo(new RetrySettings(true, Duration.ofDays(7), 3, Map.of("My::Job", ofOne)));
	}

	@Test
	void theSchedulesOfTheApplication() {
		assertThat(bind("resque", DeclarationSettings.class)).isEqualTo(new DeclarationSettings(
				Map.of("nightly", Map.of("cron", "0 2 * * *", "args", Map.of("0", "44", "1", "master")))));
	}

	@Test
	void theLibrary() {
		assertThat(bind("resque", ResqueProperties.class)).isEqualTo(
				new ResqueProperties("{mine}", true, true, JsonProfile.PHP, "production", Duration.ofSeconds(9)));
	}

	@Test
	void theFailures() {
		assertThat(bind("resque.failure", FailureSettings.class)).isEqualTo(
				new FailureSettings(List.of("redis-multi-queue", "log", "myBackend"), 1000L, Duration.ofDays(30)));
	}

	@Test
	void theWorkers() {
		assertThat(bind("resque.worker", WorkerSettings.class))
			.isEqualTo(new WorkerSettings(false, false, Duration.ofSeconds(7), Duration.ofSeconds(3), "box", 3,
					Map.of("slow",
							new PoolSettings(List.of("a", "*", "!b"), 3, Duration.ofMillis(500), 2000, WorkerMode.FORK,
									new ForkSettings(100, Duration.ZERO, DataSize.ofBytes(0), 1))),
					new RecoverySettings(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMinutes(10), 5,
							Duration.ofHours(2))));
	}

	@Test
	void theDefaultPool() {
		assertThat(bind("resque.worker", PoolSettings.class))
			.isEqualTo(new PoolSettings(List.of("high", "low"), 8, Duration.ofSeconds(1), 4, WorkerMode.FORK,
					new ForkSettings(10, Duration.ofHours(1), DataSize.ofMegabytes(512), 2)));
	}

	@Test
	void theChildren() {
		assertThat(bind("resque.child", ChildSettings.class)).isEqualTo(new ChildSettings("com.example.Main",
				List.of("-Xmx256m", "-Da=b"), Map.of("spring.main.banner-mode", "log"), Duration.ofMinutes(2),
				"/run/resque", new ArchiveSettings(false, "/var/cache/resque"), true, true));
	}

	@Test
	void theProcess() {
		assertThat(bind("resque.process", ProcessSettings.class)).isEqualTo(new ProcessSettings(true, "/run/resque.pid",
				true, "/run/resque/status", Duration.ofSeconds(70), false, false));
	}

	@Test
	void theDashboard() {
		assertThat(bind("resque", DashboardProperties.class).dashboard())
			.isEqualTo(new DashboardSettings(false, "/jobs", "ada", "secret", true, List.of("iban", "card-number")));
	}

	private static <T> T bind(String prefix, Class<T> type) {
		return new Binder(new MapConfigurationPropertySource(VALUES)).bind(prefix, type).get();
	}

	private static void putFailures(Map<String, String> values) {
		values.put("resque.failure.backends", "redis_multi_queue,LOG, myBackend");
		values.put("resque.failure.keep", "1000");
		values.put("resque.failure.keep-for", "30d");
		values.put("resque.retry.record-failures", "true");
		values.put("resque.retry.expiry", "7d");
		values.put("resque.retry.history", "3");
		values.put("resque.retry.jobs[My::Job].limit", "3");
		values.put("resque.retry.jobs[My::Job].delay", "1s,1m");
		values.put("resque.retry.jobs[My::Job].multiplier", "2");
		values.put("resque.retry.jobs[My::Job].max-delay", "1h");
		values.put("resque.retry.jobs[My::Job].jitter", "0.5");
		values.put("resque.retry.jobs[My::Job].retry-for", "1d");
		values.put("resque.retry.jobs[My::Job].queue", "later");
		values.put("resque.retry.jobs[My::Job].failures.on", "java.io.IOException");
		values.put("resque.retry.jobs[My::Job].failures.give-up-on", "java.io.FileNotFoundException");
		values.put("resque.retry.jobs[My::Job].failures.ignore", "java.net.SocketException");
	}

	private static Map<String, String> values() {
		Map<String, String> values = new LinkedHashMap<>();
		values.put("resque.namespace", "{mine}");
		values.put("resque.inline", "true");
		values.put("resque.fail-fast", "true");
		values.put("resque.json", "php");
		values.put("resque.environment", " production ");
		values.put("resque.command-timeout", "9s");
		putFailures(values);
		values.put("resque.scheduler.enabled", "true");
		values.put("resque.scheduler.lock-timeout", "44s");
		values.put("resque.scheduler.lock-prefix", "app1");
		values.put("resque.scheduler.file", "config/resque_schedule.yml");
		values.put("resque.schedule.nightly.cron", "0 2 * * *");
		values.put("resque.schedule.nightly.args[0]", "44");
		values.put("resque.schedule.nightly.args[1]", "master");
		values.put("resque.scheduler.zone", "Europe/Berlin");
		values.put("resque.scheduler.environments", "production,staging");
		values.put("resque.dashboard.enabled", "false");
		values.put("resque.dashboard.path", "/jobs/");
		values.put("resque.dashboard.username", "ada");
		values.put("resque.dashboard.password", "secret");
		values.put("resque.dashboard.read-only", "true");
		values.put("resque.dashboard.mask", "iban, card-number");
		process(values);
		workers(values);
		children(values);
		return values;
	}

	private static void process(Map<String, String> values) {
		values.put("resque.process.pid-file", "/run/resque.pid");
		values.put("resque.process.signals", "true");
		values.put("resque.process.exit-when-empty", "true");
		values.put("resque.process.status-file", "/run/resque/status");
		values.put("resque.process.grace-period", "70s");
		values.put("resque.process.command-line", "false");
		values.put("resque.process.classic-variables", "false");
	}

	private static void workers(Map<String, String> values) {
		values.put("resque.worker.enabled", "false");
		values.put("resque.worker.auto-startup", "false");
		values.put("resque.worker.shutdown-timeout", "7s");
		values.put("resque.worker.term-timeout", "3s");
		values.put("resque.worker.host-name", "box");
		values.put("resque.worker.waiting-connections", "3");
		values.put("resque.worker.queues", "high, low");
		values.put("resque.worker.concurrency", "8");
		values.put("resque.worker.poll-interval", "1s");
		values.put("resque.worker.prefetch", "4");
		values.put("resque.worker.mode", "fork");
		values.put("resque.worker.fork.jobs-per-child", "10");
		values.put("resque.worker.fork.max-age", "1h");
		values.put("resque.worker.fork.max-memory", "512MB");
		values.put("resque.worker.fork.spares", "2");
		values.put("resque.worker.pools.slow.queues", "a,*,!b");
		values.put("resque.worker.pools.slow.mode", "fork");
		values.put("resque.worker.pools.slow.fork.jobs-per-child", "100");
		values.put("resque.worker.pools.slow.concurrency", "3");
		values.put("resque.worker.recovery.lease", "20s");
		values.put("resque.worker.recovery.heartbeat-interval", "30s");
		values.put("resque.worker.recovery.prune-after", "10m");
		values.put("resque.worker.recovery.max-crashes", "5");
		values.put("resque.worker.recovery.suspicion", "2h");
	}

	private static void children(Map<String, String> values) {
		values.put("resque.child.main-class", "com.example.Main");
		values.put("resque.child.jvm-arguments", "-Xmx256m,-Da=b");
		values.put("resque.child.properties[spring.main.banner-mode]", "log");
		values.put("resque.child.start-timeout", "2m");
		values.put("resque.child.directory", "/run/resque");
		values.put("resque.child.archive.enabled", "false");
		values.put("resque.child.archive.directory", "/var/cache/resque");
		values.put("resque.child.start-lifecycle-beans", "true");
		values.put("resque.child.run-at-exit-hooks", "true");
	}

}
