package io.resque.testsupport;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.unit.DataSize;

import io.resque.JobCodec;
import io.resque.JobDefinition;
import io.resque.JobHooks;
import io.resque.JobMethod;
import io.resque.JobPerformer;
import io.resque.JobRegistry;
import io.resque.OnCrash;
import io.resque.failure.FailureBackend;
import io.resque.failure.FailureRecorder;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ControlStore;
import io.resque.redis.InFlightStore;
import io.resque.redis.LeaseStore;
import io.resque.redis.QueueStore;
import io.resque.redis.RecoveryStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.RetryStore;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;
import io.resque.retry.JobRetrySettings;
import io.resque.retry.RetryHooks;
import io.resque.retry.RetryRules;
import io.resque.retry.RetrySettings;
import io.resque.worker.ForkSettings;
import io.resque.worker.PoolSettings;
import io.resque.worker.ThreadJobRunner;
import io.resque.worker.WorkerContainer;
import io.resque.worker.WorkerMode;
import io.resque.worker.WorkerServices;
import io.resque.worker.WorkerSettings;
import io.resque.worker.WorkerStores;
import io.resque.worker.lease.Identity;
import io.resque.worker.lease.RecoverySettings;

/**
 * Builds worker containers for tests, without an application context.
 */
public final class TestWorkers {

	private final ResqueRedis redis;

	private final JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));

	private final List<JobDefinition> jobs = new ArrayList<>();

	private final List<JobHooks> hooks = new ArrayList<>();

	private final RecordedEvents events = new RecordedEvents();

	private FailureRecorder failures = TestFailures.recorder(this.events, Map.of());

	private PoolSettings pool = pool(List.of(), 1, Duration.ofMillis(20), 0);

	private final Map<String, PoolSettings> morePools = new LinkedHashMap<>();

	private long pid = ProcessHandle.current().pid();

	private Duration lease = Duration.ofSeconds(15);

	private Duration shutdownTimeout = Duration.ofSeconds(5);

	private Duration termTimeout = Duration.ofSeconds(2);

	private int waitingConnections = 16;

	public TestWorkers(ResqueRedis redis) {
		this.redis = redis;
	}

	/** A job that is a lambda. */
	public TestWorkers job(String name, String queue, JobMethod method) {
		this.jobs.add(new JobDefinition(name, queue, List.of(), OnCrash.REQUEUE, Object.class, method));
		return this;
	}

	/** A job with a timeout. */
	public TestWorkers job(String name, String queue, Duration timeout, JobMethod method) {
		this.jobs.add(new JobDefinition(name, queue, List.of(), OnCrash.REQUEUE, timeout, null, Object.class, method));
		return this;
	}

	/** A job that must not run twice. */
	public TestWorkers jobThatRunsOnce(String name, String queue, JobMethod method) {
		this.jobs.add(new JobDefinition(name, queue, List.of(), OnCrash.FAIL, Object.class, method));
		return this;
	}

	public TestWorkers hooks(JobHooks hooks) {
		this.hooks.add(hooks);
		return this;
	}

	public TestWorkers failures(FailureBackend failures) {
		this.failures = TestFailures.recorder(this.events, Map.of("test", failures));
		return this;
	}

	/** What {@code resque.failure.backends} says. */
	public TestWorkers failures(String... backends) {
		this.failures = TestFailures.recorder(this.events, Map.of(), backends);
		return this;
	}

	public TestWorkers pool(int concurrency, int prefetch, String... queues) {
		this.pool = pool(List.of(queues), concurrency, Duration.ofMillis(20), prefetch);
		return this;
	}

	/** One more pool, beside that of the other method. */
	public TestWorkers anotherPool(String name, int concurrency, String... queues) {
		this.morePools.put(name, pool(List.of(queues), concurrency, Duration.ofMillis(20), 0));
		return this;
	}

	/** How long the pool waits at empty queues. */
	public TestWorkers pollInterval(Duration interval) {
		this.pool = pool(this.pool.queues(), this.pool.concurrency(), interval, this.pool.prefetch());
		return this;
	}

	/** The process id that the workers show, as in a container where it is always 1. */
	public TestWorkers pid(long pid) {
		this.pid = pid;
		return this;
	}

	public TestWorkers lease(Duration lease) {
		this.lease = lease;
		return this;
	}

	public TestWorkers shutdownTimeout(Duration timeout) {
		this.shutdownTimeout = timeout;
		return this;
	}

	public TestWorkers termTimeout(Duration timeout) {
		this.termTimeout = timeout;
		return this;
	}

	public TestWorkers waitingConnections(int most) {
		this.waitingConnections = most;
		return this;
	}

	/** What was announced by all containers built here. */
	public RecordedEvents events() {
		return this.events;
	}

	/** Has jobs tried again as settings say; all jobs must be known before. */
	public TestWorkers retries(RetrySettings settings) {
		JobRegistry registry = new JobRegistry(this.jobs);
		this.hooks.add(new RetryHooks(new RetryRules(registry, settings, (text) -> text), registry,
				new RetryStore(this.redis), this.codec, settings));
		return this;
	}

	/** Has one job tried again, a number of times after the same delay. */
	public TestWorkers retry(String job, int limit, Duration delay) {
		return retries(new RetrySettings(false, Duration.ofDays(30), 10, Map.of(job, retrySettings(limit, delay))));
	}

	/** Settings of the retries of one job. */
	public static JobRetrySettings retrySettings(int limit, Duration... delays) {
		return new JobRetrySettings(limit, List.of(delays), null, null, null, null, null,
				new JobRetrySettings.Failures(null, null, null));
	}

	/** A container, not started. */
	public WorkerContainer container() {
		JobRegistry registry = new JobRegistry(this.jobs);
		RecoverySettings recovery = new RecoverySettings(this.lease, Duration.ofSeconds(15), Duration.ofMinutes(5), 3,
				Duration.ofDays(1));
		WorkerSettings settings = new WorkerSettings(true, true, this.shutdownTimeout, this.termTimeout, null,
				this.waitingConnections, this.morePools, recovery);
		WorkerServices services = new WorkerServices(registry, this.codec,
				(pool, its) -> new ThreadJobRunner(new JobPerformer(registry, this.hooks)), this.failures,
				this.events.events(), new Identity("box", this.pid), Thread::new, Clock.systemUTC());
		return new WorkerContainer(settings, this.pool, stores(), services);
	}

	/** The settings of a pool of threads. */
	public static PoolSettings pool(List<String> queues, int concurrency, Duration pollInterval, int prefetch) {
		return new PoolSettings(queues, concurrency, pollInterval, prefetch, WorkerMode.THREAD,
				new ForkSettings(1, Duration.ZERO, DataSize.ofBytes(0), 1));
	}

	/** Parts of Redis. */
	public WorkerStores stores() {
		return new WorkerStores(new QueueStore(this.redis), new InFlightStore(this.redis), new LeaseStore(this.redis),
				new RecoveryStore(this.redis), new WorkerStore(this.redis), new ServerStore(this.redis),
				new ControlStore(this.redis));
	}

}
