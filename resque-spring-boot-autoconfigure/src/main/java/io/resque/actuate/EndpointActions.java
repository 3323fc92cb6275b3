package io.resque.actuate;

import java.time.Duration;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import io.resque.failure.BulkProgress;
import io.resque.failure.FailureQueue;
import io.resque.failure.Failures;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.inspect.WorkerInfo;

/**
 * What the endpoint does with failed and running jobs, and with worker processes.
 */
final class EndpointActions {

	/** Most failed jobs that one call retries. */
	static final long MOST = 1000;

	private static final Duration AT_A_TIME = Duration.ofSeconds(3);

	private final ResqueInspector inspector;

	private final Failures failures;

	private final WorkerControl control;

	EndpointActions(ResqueInspector inspector, Failures failures, WorkerControl control) {
		this.inspector = inspector;
		this.failures = failures;
		this.control = control;
	}

	/** Retries one failed job, found where it was seen. */
	Done retryOne(@Nullable String list, @Nullable Long index, @Nullable String id) {
		if (id == null || !id.matches("[0-9a-f]{40}") || index == null || index < 0) {
			throw refused("'id' and 'index' must be those that 'failed' told of the job, both of them");
		}
		boolean done = FailedQuery.list(this.failures, (list != null) ? list : FailureQueue.ALL).requeue(index, id);
		return new Done(done ? 1 : 0,
				done ? "the job is back on its queue" : "this entry is gone: nothing was changed");
	}

	/** Retries those that match, the newest ones first, so many as a call is to take. */
	Done retryAll(FailedQuery query) {
		if (query.job() == null && query.exception() == null && query.text() == null) {
			throw refused("Say which: 'id' with 'index' for one, or 'job', 'exception' or 'text' for those that match");
		}
		if (query.hasEmptyText()) {
			throw refused("'job', 'exception' and 'text' must not be empty: every failed job would match");
		}
		long deadline = System.nanoTime() + AT_A_TIME.toNanos();
		BulkProgress progress = query.retry(this.failures, MOST,
				(goOn) -> goOn.done() < MOST && System.nanoTime() - deadline < 0);
		String left = (progress.refused() > 0) ? "; " + progress.refused()
				+ " could not be retried and stay as they are: their jobs or queues are none" : "";
		return (progress.next() != null)
				? new Done(progress.done(), "there may be more: call it again with 'from'" + left,
						progress.next().toString())
				: new Done(progress.done(),
						(left.isEmpty() ? "all that match were retried" : "the end is reached") + left);
	}

	/** Tells the job to end that a worker shows now. */
	Done kill(@Nullable String worker) {
		if (worker == null || worker.isEmpty()) {
			throw refused("'id' must be the id of a worker, as 'working' tells it");
		}
		WorkerInfo found = this.inspector.worker(worker);
		if (found != null && !found.isOurs()) {
			throw refused("'" + worker + "' is a worker of another library, which cannot be told");
		}
		boolean told = found != null && found.job() != null && this.control.killJob(worker, found.job().id());
		return new Done(told ? 1 : 0, told ? "the worker was told to end its job; nothing confirms that it does"
				: "the worker shows no job: nothing was changed");
	}

	/** Tells one process what to do. */
	Done order(String action, @Nullable String id) {
		Predicate<String> order = switch (action) {
			case "quiet" -> this.control::quiet;
			case "resume" -> this.control::resume;
			default -> this.control::stop;
		};
		if (id == null || !id.matches("[0-9a-f]{16}")) {
			throw refused("'id' must be the id of a process, as 'processes' tells it");
		}
		boolean told = order.test(id);
		return new Done(told ? 1 : 0, told ? "the process was told; nothing confirms that it does so"
				: "this process is gone: nothing was changed");
	}

	static InvalidEndpointRequestException refused(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

}
