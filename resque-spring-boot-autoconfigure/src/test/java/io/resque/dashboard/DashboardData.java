package io.resque.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.resque.DelayedEntry;
import io.resque.DelayedOutcome;
import io.resque.DelayedPlace;
import io.resque.EarlierFailure;
import io.resque.Job;
import io.resque.ResqueOperations;
import io.resque.canary.CanaryRetries;
import io.resque.canary.CanaryRetry;
import io.resque.failure.FailedJob;
import io.resque.failure.FailureCursor;
import io.resque.failure.FailureGroup;
import io.resque.failure.Failures;
import io.resque.failure.WholeFailedJob;
import io.resque.inspect.HistorySample;
import io.resque.inspect.ProcessInfo;
import io.resque.inspect.QueuedJob;
import io.resque.inspect.ResqueInfo;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.StoredKeys;
import io.resque.inspect.WorkerInfo;
import io.resque.retry.WaitingRetries;
import io.resque.schedule.Occurrence;
import io.resque.schedule.PastOccurrence;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.Rhythm;
import io.resque.schedule.Schedule;
import io.resque.schedule.Schedule.Missed;
import io.resque.schedule.Schedule.Overlap;
import io.resque.schedule.Schedule.Policy;
import io.resque.schedule.ScheduleChange;
import io.resque.schedule.ScheduleStatus;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * What the dashboard shows in a test, without a Redis.
 */
public class DashboardData implements ResqueInspector {

	public final Map<String, List<QueuedJob>> queues = new TreeMap<>();

	public final List<WorkerInfo> workers = new ArrayList<>();

	public final List<ProcessInfo> processes = new ArrayList<>();

	/** Pauses, orders and keys. */
	public final SteeringData steering = new SteeringData(this);

	/** Oldest first, as in Redis. */
	public final List<FailedJob> failed = new ArrayList<>();

	/** Lists of failed jobs beside that of all queues. */
	public final List<String> failureQueues = new ArrayList<>();

	public final List<FailureGroup> groups = new ArrayList<>();

	public final List<CanaryRetry> canaries = new ArrayList<>();

	/** Jobs by the seconds that they are delayed to. */
	public final Map<Instant, List<DelayedEntry>> delayed = new TreeMap<>();

	public final Map<String, ScheduleStatus> schedules = new TreeMap<>();

	/** Next and past occurrences of all schedules. */
	public final List<Occurrence> preview = new ArrayList<>();

	public final List<PastOccurrence> history = new ArrayList<>();

	public @Nullable String scheduler;

	public DelayedOutcome outcome = DelayedOutcome.ENQUEUED;

	/** Numbers of the last minutes, oldest first. */
	public final List<HistorySample> samples = new ArrayList<>();

	public final Map<String, String> redis = new LinkedHashMap<>();

	/** What was asked for, such as {@code remove 3}. */
	public final List<String> calls = new ArrayList<>();

	public @Nullable RuntimeException outage;

	/** Whether seconds of delayed jobs stay that have none. */
	public boolean stuck;

	/** What a hook throws. */
	public @Nullable RuntimeException hook;

	/** Where bulk actions and counts stop; null when they come to their ends. */
	public @Nullable FailureCursor unfinished;

	/** Attempts by the ids of delayed jobs that wait for one. */
	public final Map<String, List<EarlierFailure>> retries = new LinkedHashMap<>();

	public final Set<String> declared = new HashSet<>();

	public WholeFailedJob.Editing editing = WholeFailedJob.Editing.POSSIBLE;

	public void reset() {
		this.samples.clear();
		this.queues.clear();
		this.workers.clear();
		this.processes.clear();
		this.steering.reset();
		this.failed.clear();
		this.failureQueues.clear();
		this.groups.clear();
		this.canaries.clear();
		this.delayed.clear();
		this.schedules.clear();
		this.preview.clear();
		this.history.clear();
		this.scheduler = null;
		this.outcome = DelayedOutcome.ENQUEUED;
		this.redis.clear();
		this.calls.clear();
		this.outage = null;
		this.hook = null;
		this.stuck = false;
		this.unfinished = null;
		this.retries.clear();
		this.declared.clear();
		this.editing = WholeFailedJob.Editing.POSSIBLE;
	}

	public CanaryRetries canaries() {
		CanaryRetries canaries = mock();
		given(canaries.all()).willAnswer((call) -> check(this.canaries));
		given(canaries.start(any())).willAnswer((call) -> {
			this.calls.add("start " + call.getArgument(0));
			return "1";
		});
		given(canaries.cancel(anyString())).willAnswer((call) -> this.calls.add("cancel " + call.getArgument(0)));
		given(canaries.resume(anyString())).willAnswer((call) -> !this.calls.add("resume " + call.getArgument(0)));
		return canaries;
	}

	public Failures failures() {
		return new DashboardFailedData(this).failures();
	}

	public ResqueOperations resque() {
		return new DashboardDelayedData(this).resque();
	}

	public WaitingRetries waitingRetries() {
		return new DashboardDelayedData(this).waitingRetries();
	}

	/** Delays a job of a queue. */
	public void delay(Instant at, String queue, String name, String args) {
		List<DelayedEntry> jobs = this.delayed.computeIfAbsent(at, (second) -> new ArrayList<>());
		jobs.add(
				new DelayedEntry(new DelayedPlace(at, jobs.size(), "%040x".formatted(jobs.size())), queue, name, args));
	}

	public ResqueSchedules schedules() {
		ResqueSchedules mock = mock();
		given(mock.statuses()).willAnswer((call) -> List.copyOf(check(this.schedules).values()));
		given(mock.status(anyString()))
			.willAnswer((call) -> Optional.ofNullable(check(this.schedules).get(call.<String>getArgument(0))));
		given(mock.scheduler()).willAnswer((call) -> Optional.ofNullable(this.scheduler));
		given(mock.preview(anyString(), anyInt()))
			.willAnswer((call) -> this.preview.stream().limit(call.<Integer>getArgument(1)).toList());
		given(mock.history(anyString())).willReturn(this.history);
		given(mock.runNow(anyString())).willAnswer((call) -> {
			if (this.hook != null) {
				throw this.hook;
			}
			return this.calls.add("run " + call.getArgument(0));
		});
		given(mock.declaredBy(anyString())).willAnswer((call) -> Optional.of("shop")
			.filter((application) -> this.declared.contains(call.<String>getArgument(0))
					|| call.<String>getArgument(0).startsWith("declared")));
		given(mock.remove(anyString())).willAnswer((call) -> this.calls.add("remove " + call.getArgument(0)));
		given(mock.change(anyString(), any())).willAnswer((call) -> {
			this.calls.add("change " + call.getArgument(0) + " " + call.getArgument(1));
			return this.schedules.get(call.<String>getArgument(0)).schedule();
		});
		given(mock.create(anyString(), any())).willAnswer((call) -> create(call.getArgument(0), call.getArgument(1)));
		given(mock.runNow(anyString(), any()))
			.willAnswer((call) -> this.calls.add("run " + call.getArgument(0) + " " + call.getArgument(1)));
		willAnswer((call) -> this.calls.add("pause " + call.getArgument(0))).given(mock).pause(anyString());
		willAnswer((call) -> this.calls.add("resume " + call.getArgument(0))).given(mock).resume(anyString());
		return mock;
	}

	private Optional<Schedule> create(String name, ScheduleChange change) {
		if (this.schedules.containsKey(name)) {
			return Optional.empty();
		}
		this.calls.add("create " + name + " " + change);
		schedule(name, change.cron(), new Job(change.queue(), change.job(), List.of()), "[]", null);
		return Optional.of(this.schedules.get(name).schedule());
	}

	/** Has a schedule of one job, by hand where the rhythm is null. */
	public void schedule(String name, @Nullable String rhythm, Job job, String args, @Nullable Instant next) {
		Schedule schedule = new Schedule(name, (rhythm != null) ? new NamedRhythm(rhythm) : null, null, job, List.of(),
				new Policy(Missed.NONE, Duration.ZERO, Duration.ZERO, Overlap.QUEUE), "About " + name,
				name.contains("report") ? Map.of("parameters", Map.of("format", Map.of("default", "pdf"))) : Map.of());
		this.schedules.put(name, new ScheduleStatus(schedule, args,
				Map.of("class", "\"" + job.name() + "\"", "args", args), name.startsWith("paused"), next));
	}

	@Override
	public String namespace() {
		return "resque";
	}

	@Override
	public ResqueInfo info() {
		long pending = check(this.queues).values().stream().mapToLong(List::size).sum();
		return new ResqueInfo(pending, 1_284_902, this.queues.size(), this.workers.size(), working().size(),
				this.failed.size(), List.of("redis://localhost:6379/0"), "production");
	}

	@Override
	public Map<String, Long> queueSizes() {
		Map<String, Long> sizes = new LinkedHashMap<>();
		check(this.queues)
			.forEach((name, jobs) -> sizes.put(name, name.equals("wrong_type") ? -1L : (long) jobs.size()));
		return sizes;
	}

	@Override
	public List<QueuedJob> jobs(String queue, long start, int limit) {
		return check(this.queues).getOrDefault(queue, List.of()).stream().skip(start).limit(limit).toList();
	}

	@Override
	public Map<String, Instant> headTimes(List<String> queues) {
		Map<String, Instant> times = new LinkedHashMap<>();
		for (String queue : queues) {
			jobs(queue, 0, 1).stream()
				.map(QueuedJob::enqueuedAt)
				.filter(Objects::nonNull)
				.forEach((time) -> times.put(queue, time));
		}
		return times;
	}

	@Override
	public @Nullable Long queueSize(String queue) {
		return queueSizes().get(queue);
	}

	@Override
	public boolean removeJob(String queue, long index, String id, long removals) {
		this.calls.add("remove job " + index + " " + id + " of " + queue + " after " + removals);
		return check(this.queues).getOrDefault(queue, List.of()).stream().anyMatch((job) -> job.id().equals(id));
	}

	@Override
	public long removals(String queue) {
		return 2;
	}

	@Override
	public List<ProcessInfo> processes() {
		return check(this.processes);
	}

	@Override
	public @Nullable ProcessInfo process(String id) {
		return check(this.processes).stream().filter((process) -> process.id().equals(id)).findFirst().orElse(null);
	}

	@Override
	public StoredKeys keys() {
		return check(this.steering).keys();
	}

	@Override
	public List<WorkerInfo> workers() {
		return check(this.workers);
	}

	@Override
	public @Nullable WorkerInfo worker(String id) {
		return check(this.workers).stream().filter((worker) -> worker.id().equals(id)).findFirst().orElse(null);
	}

	@Override
	public List<WorkerInfo> working() {
		return check(this.workers).stream().filter((worker) -> worker.job() != null).toList();
	}

	@Override
	public boolean removeWorker(String id) {
		this.calls.add("remove worker " + id);
		return check(this.workers).removeIf((worker) -> worker.id().equals(id));
	}

	@Override
	public long removeQueue(String queue) {
		this.calls.add("remove queue " + queue);
		List<QueuedJob> jobs = check(this.queues).remove(queue);
		return (jobs != null) ? jobs.size() : 0;
	}

	@Override
	public List<HistorySample> history(int minutes) {
		return check(this.samples.subList(Math.max(0, this.samples.size() - minutes), this.samples.size()));
	}

	@Override
	public Map<String, String> redisInfo() {
		return check(this.redis);
	}

	/** A failed job for the end of the list. */
	public void fail(String name, String args, String exception, String error, Instant failedAt) {
		this.failed.add(new FailedJob("failed", this.failed.size(), "%040x".formatted(this.failed.size()), failedAt,
				failedAt.toString(), "default", name, args, exception, error, List.of(), "host:1:default", null, true));
	}

	<T> T check(T data) {
		if (this.outage != null) {
			throw this.outage;
		}
		return data;
	}

	private record NamedRhythm(String text) implements Rhythm {

		@Override
		public @Nullable Occurrence after(Instant instant) {
			return null;
		}

	}

}
