package io.resque.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.resque.DelayedEntry;
import io.resque.DelayedOperations;
import io.resque.DelayedOutcome;
import io.resque.DelayedPlace;
import io.resque.Job;
import io.resque.ResqueOperations;
import io.resque.canary.CanaryRetries;
import io.resque.canary.CanaryRetry;
import io.resque.failure.FailedJob;
import io.resque.failure.FailureCursor;
import io.resque.failure.FailureFilter;
import io.resque.failure.FailureGroup;
import io.resque.failure.FailureQueue;
import io.resque.failure.Failures;
import io.resque.failure.FoundFailures;
import io.resque.failure.FoundGroups;
import io.resque.inspect.HistorySample;
import io.resque.inspect.ProcessInfo;
import io.resque.inspect.QueuedJob;
import io.resque.inspect.ResqueInfo;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.StoredKeys;
import io.resque.inspect.WorkerInfo;
import io.resque.schedule.Occurrence;
import io.resque.schedule.PastOccurrence;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.Rhythm;
import io.resque.schedule.Schedule;
import io.resque.schedule.Schedule.Missed;
import io.resque.schedule.Schedule.Overlap;
import io.resque.schedule.Schedule.Policy;
import io.resque.schedule.ScheduleStatus;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
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
	}

	public Failures failures() {
		Failures failures = mock();
		given(failures.search(any(), any(), anyInt())).willAnswer((call) -> {
			FailureFilter filter = call.getArgument(0);
			int limit = call.getArgument(2);
			List<FailedJob> found = check(this.failed).stream().filter(filter::matches).toList();
			return new FoundFailures(found.subList(0, Math.min(limit, found.size())), 20_000, 1_000_000,
					(found.size() > limit) ? new FailureCursor("failed", 4711, 20_000) : null);
		});
		given(failures.groups())
			.willAnswer((call) -> new FoundGroups(check(this.groups), 5000, 1_000_000, this.groups.isEmpty()));
		given(failures.counts()).willAnswer((call) -> counts());
		given(failures.count()).willAnswer((call) -> counts().values().stream().mapToLong(Long::longValue).sum());
		given(failures.queue(anyString())).willAnswer((call) -> failures(call.getArgument(0, String.class)));
		given(failures.requeueAll()).willAnswer((call) -> all("retry-all"));
		given(failures.clearRetried()).willAnswer((call) -> all("clear-retried"));
		given(failures.clear()).willAnswer((call) -> all("clear"));
		return failures;
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

	public ResqueOperations resque() {
		ResqueOperations resque = mock();
		DelayedOperations operations = mock();
		given(resque.delayed()).willReturn(operations);
		given(operations.countSeconds()).willAnswer((call) -> (long) check(this.delayed).size());
		given(operations.count()).willAnswer((call) -> this.delayed.values().stream().mapToLong(List::size).sum());
		given(operations.count(any())).willAnswer((call) -> (long) jobs(call.getArgument(0)).size());
		given(operations.seconds(anyLong(), anyLong())).willAnswer((call) -> {
			Map<Instant, Long> seconds = new LinkedHashMap<>();
			this.delayed.keySet()
				.stream()
				.skip(call.getArgument(0, Long.class))
				.limit(call.getArgument(1, Long.class))
				.forEach((at) -> seconds.put(at, (long) jobs(at).size()));
			return seconds;
		});
		given(operations.entries(any(), anyLong(), anyLong())).willAnswer((call) -> jobs(call.getArgument(0)).stream()
			.skip(call.getArgument(1, Long.class))
			.limit(call.getArgument(2, Long.class))
			.toList());
		given(operations.remove(any(DelayedPlace.class)))
			.willAnswer((call) -> this.calls.add("remove " + call.getArgument(0)));
		given(operations.enqueueNow(any(DelayedPlace.class))).willAnswer((call) -> {
			this.calls.add("enqueue " + call.getArgument(0));
			return this.outcome;
		});
		return resque;
	}

	private List<DelayedEntry> jobs(Instant at) {
		return check(this.delayed).getOrDefault(at, List.of());
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
		given(mock.runNow(anyString())).willAnswer((call) -> this.calls.add("run " + call.getArgument(0)));
		given(mock.declaredBy(anyString())).willAnswer((call) -> Optional.of("shop")
			.filter((application) -> call.<String>getArgument(0).startsWith("declared")));
		given(mock.remove(anyString())).willAnswer((call) -> this.calls.add("remove " + call.getArgument(0)));
		given(mock.change(anyString(), any())).willAnswer((call) -> {
			this.calls.add("change " + call.getArgument(0) + " " + call.getArgument(1));
			return this.schedules.get(call.<String>getArgument(0)).schedule();
		});
		given(mock.runNow(anyString(), any()))
			.willAnswer((call) -> this.calls.add("run " + call.getArgument(0) + " " + call.getArgument(1)));
		willAnswer((call) -> this.calls.add("pause " + call.getArgument(0))).given(mock).pause(anyString());
		willAnswer((call) -> this.calls.add("resume " + call.getArgument(0))).given(mock).resume(anyString());
		return mock;
	}

	/** Has a schedule of one job, by hand where the rhythm is null. */
	public void schedule(String name, @Nullable String rhythm, Job job, String args, @Nullable Instant next) {
		Schedule schedule = new Schedule(name, (rhythm != null) ? new NamedRhythm(rhythm) : null, null, job, List.of(),
				new Policy(Missed.NONE, Duration.ZERO, Duration.ZERO, Overlap.QUEUE), "About " + name,
				name.contains("report") ? Map.of("parameters", Map.of("format", Map.of("default", "pdf"))) : Map.of());
		this.schedules.put(name, new ScheduleStatus(schedule, args,
				Map.of("class", "\"" + job.name() + "\"", "args", args), name.startsWith("paused"), next));
	}

	/** What is not of the list of all is told with the name of the list. */
	private FailureQueue failures(String name) {
		FailureQueue queue = mock();
		String of = name.equals("failed") ? "" : " of " + name;
		given(queue.count()).willAnswer((call) -> counts().getOrDefault(name, 0L));
		given(queue.newest(anyLong(), anyInt()))
			.willAnswer((call) -> newest(name, call.getArgument(0), call.getArgument(1)));
		given(queue.requeue(anyLong(), anyString())).willAnswer((call) -> one("retry", call.getArgument(0), of));
		given(queue.requeueAndRemove(anyLong(), anyString()))
			.willAnswer((call) -> one("retry-and-remove", call.getArgument(0), of));
		given(queue.remove(anyLong(), anyString())).willAnswer((call) -> one("remove", call.getArgument(0), of));
		given(queue.requeueAll()).willAnswer((call) -> all("retry-all" + of));
		given(queue.clearRetried()).willAnswer((call) -> all("clear-retried" + of));
		given(queue.clear()).willAnswer((call) -> all("clear" + of));
		return queue;
	}

	private Map<String, Long> counts() {
		Map<String, Long> counts = new LinkedHashMap<>(Map.of("failed", 0L));
		this.failureQueues.forEach((name) -> counts.put(name, 0L));
		check(this.failed).forEach((job) -> counts.merge(job.failureQueue(), 1L, Long::sum));
		return counts;
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
	public @Nullable Long queueSize(String queue) {
		return queueSizes().get(queue);
	}

	@Override
	public boolean removeJob(String queue, long index, String id) {
		this.calls.add("remove job " + index + " " + id + " of " + queue);
		return check(this.queues).getOrDefault(queue, List.of()).stream().anyMatch((job) -> job.id().equals(id));
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

	private <T> T check(T data) {
		if (this.outage != null) {
			throw this.outage;
		}
		return data;
	}

	private List<FailedJob> newest(String queue, long start, int limit) {
		List<FailedJob> newest = new ArrayList<>(
				check(this.failed).stream().filter((job) -> job.failureQueue().equals(queue)).toList());
		Collections.reverse(newest);
		return newest.stream().skip(start).limit(limit).toList();
	}

	private boolean one(String action, long index, String of) {
		this.calls.add(action + " " + index + of);
		return index < check(this.failed).size();
	}

	private long all(String action) {
		this.calls.add(action);
		return check(this.failed).size();
	}

	private record NamedRhythm(String text) implements Rhythm {

		@Override
		public @Nullable Occurrence after(Instant instant) {
			return null;
		}

	}

}
