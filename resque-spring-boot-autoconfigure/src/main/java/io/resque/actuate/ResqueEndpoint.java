package io.resque.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.resque.DelayedOperations;
import io.resque.event.ResqueEvents;
import io.resque.failure.FailedJob;
import io.resque.failure.FailureCursor;
import io.resque.failure.Failures;
import io.resque.failure.FoundFailures;
import io.resque.inspect.ResqueInfo;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.inspect.WorkerInfo;
import io.resque.inspect.WorkingJob;
import io.resque.schedule.ResqueSchedules;

/**
 * Endpoint that tells about queues, workers, processes, failed and delayed jobs and
 * schedules, and leaves out the arguments of jobs. It pauses, retries, ends and steers
 * where it is allowed to, which by default it is not.
 */
@Endpoint(id = "resque", defaultAccess = Access.READ_ONLY)
public final class ResqueEndpoint {

	private final ResqueInspector inspector;

	private final Failures failures;

	private final @Nullable ResqueSchedules schedules;

	private final DelayedOperations delayed;

	private final PauseOperations pauses;

	private final EndpointActions actions;

	private final EndpointAudit audit;

	/**
	 * Creates an endpoint.
	 * @param inspector looks at queues and workers
	 * @param failures looks at failed jobs
	 * @param schedules looks at schedules; null to leave them out
	 * @param control steers workers and queues
	 * @param delayed looks at delayed jobs
	 * @param events where it is told what people change
	 */
	public ResqueEndpoint(ResqueInspector inspector, Failures failures, @Nullable ResqueSchedules schedules,
			WorkerControl control, DelayedOperations delayed, ResqueEvents events) {
		this.inspector = inspector;
		this.failures = failures;
		this.schedules = schedules;
		this.delayed = delayed;
		this.pauses = new PauseOperations(control);
		this.actions = new EndpointActions(inspector, failures, control);
		this.audit = new EndpointAudit(events);
	}

	/** The totals and the queues. */
	@ReadOperation
	public Summary summary() {
		return new Summary(this.inspector.namespace(), this.inspector.info(), this.inspector.queueSizes());
	}

	/**
	 * A part in detail.
	 * @param part {@code queues}, {@code workers}, {@code working}, {@code failed},
	 * {@code pauses}, {@code schedules}, {@code delayed} or {@code processes}
	 * @param start how many of the first to leave out, of failed jobs of the newest
	 * @param limit most elements, at most 100
	 * @param job of failed jobs: name of the job
	 * @param exception of failed jobs: name of the exception
	 * @param text of failed jobs: a text in the message
	 * @param list of failed jobs: the list
	 * @param from where a search for failed jobs goes on
	 * @return the part, or null when there is none of this name
	 */
	@ReadOperation
	public @Nullable Object part(@Selector String part, @Nullable Long start, @Nullable Integer limit,
			@Nullable String job, @Nullable String exception, @Nullable String text, @Nullable String list,
			@Nullable String from) {
		Window window = Window.of(start, limit);
		return switch (part) {
			case "queues" -> this.inspector.queueSizes();
			case "workers" -> workers(this.inspector.workers(), window);
			case "working" -> workers(this.inspector.working(), window);
			case "failed" -> failed(window, new FailedQuery(job, exception, text, list, from));
			case "pauses" -> this.pauses.present();
			case "schedules" -> (this.schedules != null) ? ScheduleList.of(this.schedules, window) : null;
			case "delayed" -> DelayedList.of(this.delayed, window);
			case "processes" -> ProcessList.of(this.inspector.processes(), window);
			default -> null;
		};
	}

	/**
	 * Pauses all workers, one queue, or one kind of job.
	 * @param security who asks
	 * @param part must be {@code pauses}
	 * @param queue the queue, or null
	 * @param job name of the job, or null
	 * @return what is paused now
	 */
	@WriteOperation
	public Pauses pause(SecurityContext security, @Selector String part, @Nullable String queue, @Nullable String job) {
		return this.audit.tell(security, part + "/pause", new @Nullable Object[] { "queue", queue, "job", job },
				() -> this.pauses.pause(part, queue, job));
	}

	/**
	 * Retries failed jobs, ends a running one, or steers a worker process.
	 * @param security who asks
	 * @param part {@code failed}, {@code working} or {@code processes}
	 * @param action {@code retry} for failed jobs, {@code kill} for a running one,
	 * {@code quiet}, {@code resume} or {@code stop} for a process
	 * @param id of a failed job, a worker or a process
	 * @param list of a failed job: the list it is in
	 * @param index of a failed job: where it was seen there
	 * @param job of failed jobs: name of the job
	 * @param exception of failed jobs: name of the exception
	 * @param text of failed jobs: a text in the message
	 * @param from of failed jobs that match: where the last call has stopped
	 * @return what came of it
	 */
	@WriteOperation
	public Done act(SecurityContext security, @Selector String part, @Selector String action, @Nullable String id,
			@Nullable String list, @Nullable Long index, @Nullable String job, @Nullable String exception,
			@Nullable String text, @Nullable String from) {
		return this.audit.tell(security, part + "/" + action,
				new @Nullable Object[] { "id", id, "list", list, "index", index, "job", job, "exception", exception },
				() -> switch (part + "/" + action) {
					case "failed/retry" -> (id != null || index != null) ? this.actions.retryOne(list, index, id)
							: this.actions.retryAll(new FailedQuery(job, exception, text, list, from));
					case "working/kill" -> this.actions.kill(id);
					case "processes/quiet", "processes/resume", "processes/stop" -> this.actions.order(action, id);
					default ->
						throw EndpointActions.refused("There is no '" + part + "/" + action + "', only failed/retry,"
								+ " working/kill, processes/quiet, processes/resume and processes/stop");
				});
	}

	/**
	 * Lets all workers go on, one queue, or one kind of job.
	 * @param security who asks
	 * @param part must be {@code pauses}
	 * @param queue the queue, or null
	 * @param job name of the job, or null
	 * @return what is paused now
	 */
	@DeleteOperation
	public Pauses resume(SecurityContext security, @Selector String part, @Nullable String queue,
			@Nullable String job) {
		return this.audit.tell(security, part + "/resume", new @Nullable Object[] { "queue", queue, "job", job },
				() -> this.pauses.resume(part, queue, job));
	}

	private static Workers workers(List<WorkerInfo> workers, Window window) {
		return new Workers(workers.size(),
				workers.stream().skip(window.start()).limit(window.limit()).map(ResqueEndpoint::worker).toList());
	}

	private static Worker worker(WorkerInfo worker) {
		return new Worker(worker.id(), worker.queues(), worker.started(), worker.heartbeat(), worker.processed(),
				worker.failed(), (worker.job() != null) ? work(worker.job()) : null);
	}

	private static Work work(WorkingJob job) {
		return new Work(job.queue(), job.name(), job.runAt());
	}

	private Failed failed(Window window, FailedQuery query) {
		Map<String, Long> lists = this.failures.counts();
		long total = lists.values().stream().mapToLong((count) -> Math.max(0, count)).sum();
		if (query.isEmpty()) {
			return new Failed(total, lists, failures(this.failures.newest(window.start(), window.limit())), null, null);
		}
		FoundFailures found = query.search(this.failures, window.start(), window.limit());
		FailureCursor next = found.next();
		return new Failed(total, lists, failures(found.found()), found.searched(),
				(next != null) ? next.toString() : null);
	}

	private static List<Failure> failures(List<FailedJob> jobs) {
		return jobs.stream().map(ResqueEndpoint::failure).toList();
	}

	private static Failure failure(FailedJob job) {
		return new Failure(job.failureQueue(), job.index(), job.id(), job.failedAtText(), job.queue(), job.name(),
				job.exception(), job.error(), job.worker(), job.retriedAt());
	}

	/**
	 * The whole at a glance.
	 *
	 * @param namespace namespace of the keys
	 * @param info the totals
	 * @param queues all known queues with their lengths; -1 where the key is no list
	 */
	public record Summary(String namespace, ResqueInfo info, Map<String, Long> queues) {
	}

	/**
	 * A page of workers.
	 *
	 * @param total how many there are in all
	 * @param workers those of the page
	 */
	public record Workers(long total, List<Worker> workers) {
	}

	/**
	 * A registered worker.
	 *
	 * @param id worker id
	 * @param queues its queues
	 * @param started when it started, as written, or null
	 * @param heartbeat its last heartbeat, or null
	 * @param processed jobs it has processed
	 * @param failed jobs of it that failed
	 * @param working what it works on, or null
	 */
	public record Worker(String id, List<String> queues, @Nullable String started, @Nullable Instant heartbeat,
			long processed, long failed, @Nullable Work working) {
	}

	/**
	 * What a worker works on.
	 *
	 * @param queue the queue
	 * @param job name of the job
	 * @param since since when, or null when unknown
	 */
	public record Work(String queue, String job, @Nullable Instant since) {
	}

	/**
	 * A page of failed jobs.
	 *
	 * @param total how many there are in all
	 * @param lists the lists of failed jobs with their lengths; -1 where the key is no
	 * list
	 * @param newest those of the page, or those that were found, list after list, newest
	 * first
	 * @param searched how many were looked at by a search since its beginning; null
	 * without one
	 * @param next where a search goes on ({@code from}), or null when all were looked at
	 */
	public record Failed(long total, Map<String, Long> lists, List<Failure> newest, @Nullable Long searched,
			@Nullable String next) {
	}

	/**
	 * A failed job.
	 *
	 * @param list the list it is in
	 * @param index where it is there, counted from the oldest
	 * @param id its id, by which it is found again where the list has moved
	 * @param failedAt when it failed, as written
	 * @param queue the queue
	 * @param job name of the job
	 * @param exception name of the exception
	 * @param error its message
	 * @param worker the worker
	 * @param retriedAt when it was retried, as written, or null
	 */
	public record Failure(String list, long index, String id, String failedAt, String queue, String job,
			String exception, String error, String worker, @Nullable String retriedAt) {
	}

}
