package io.resque.dashboard.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Notice;
import io.resque.failure.FailureQueue;
import io.resque.failure.Failures;

/**
 * What can be done with failed jobs: with one, with all of a list, or with all.
 */
final class FailedActions {

	private final Failures failures;

	private final PageWriter writer;

	FailedActions(Failures failures, PageWriter writer) {
		this.failures = failures;
		this.writer = writer;
	}

	ServerResponse retry(ServerRequest request) {
		return one(request, FailureQueue::requeue, Notice.RETRIED);
	}

	ServerResponse retryAndRemove(ServerRequest request) {
		return one(request, FailureQueue::requeueAndRemove, Notice.RETRIED_AND_REMOVED);
	}

	ServerResponse remove(ServerRequest request) {
		return one(request, FailureQueue::remove, Notice.REMOVED);
	}

	ServerResponse retryAll(ServerRequest request) {
		return all(request, Notice.ALL_RETRIED, Failures::requeueAll, FailureQueue::requeueAll);
	}

	ServerResponse clearRetried(ServerRequest request) {
		return all(request, Notice.RETRIED_CLEARED, Failures::clearRetried, FailureQueue::clearRetried);
	}

	ServerResponse clear(ServerRequest request) {
		return all(request, Notice.CLEARED, Failures::clear, FailureQueue::clear);
	}

	private ServerResponse one(ServerRequest request, EntryAction action, Notice done) {
		PageParameters parameters = new PageParameters(request);
		FailedQuery query = FailedQuery.of(parameters);
		String queue = (query.queue() != null) ? query.queue() : FailureQueue.ALL;
		boolean found = action.apply(this.failures.queue(queue), parameters.index(), parameters.entryId());
		Map<String, Object> target = new LinkedHashMap<>(query.parameters());
		target.put("queue", queue);
		if (!query.isFilter()) {
			target.put("page", parameters.page());
		}
		target.put("note", found ? done : Notice.GONE);
		return this.writer.redirect(request, "/failed", target);
	}

	private ServerResponse all(ServerRequest request, Notice done, ToLongFunction<Failures> inAll,
			ToLongFunction<FailureQueue> inOne) {
		String queue = new PageParameters(request).failureQueue();
		long count = (queue != null) ? inOne.applyAsLong(this.failures.queue(queue)) : inAll.applyAsLong(this.failures);
		Map<String, Object> parameters = new LinkedHashMap<>(Map.of("note", done, "count", count));
		// The list of a queue is gone when it was cleared, and with it its page.
		if (queue != null && done != Notice.CLEARED) {
			parameters.put("queue", queue);
		}
		return this.writer.redirect(request, "/failed", parameters);
	}

	@FunctionalInterface
	private interface EntryAction {

		boolean apply(FailureQueue queue, long index, String id);

	}

}
