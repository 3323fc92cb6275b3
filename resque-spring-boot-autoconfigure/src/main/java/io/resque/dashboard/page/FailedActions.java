package io.resque.dashboard.page;

import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Notice;
import io.resque.failure.Failures;

/**
 * What can be done with failed jobs: with one, or with all.
 */
final class FailedActions {

	private final Failures failures;

	private final PageWriter writer;

	FailedActions(Failures failures, PageWriter writer) {
		this.failures = failures;
		this.writer = writer;
	}

	ServerResponse retry(ServerRequest request) {
		return one(request, this.failures::requeue, Notice.RETRIED);
	}

	ServerResponse retryAndRemove(ServerRequest request) {
		return one(request, this.failures::requeueAndRemove, Notice.RETRIED_AND_REMOVED);
	}

	ServerResponse remove(ServerRequest request) {
		return one(request, this.failures::remove, Notice.REMOVED);
	}

	ServerResponse retryAll(ServerRequest request) {
		return all(request, Notice.ALL_RETRIED, this.failures.requeueAll());
	}

	ServerResponse clearRetried(ServerRequest request) {
		return all(request, Notice.RETRIED_CLEARED, this.failures.clearRetried());
	}

	ServerResponse clear(ServerRequest request) {
		long count = this.failures.count();
		this.failures.clear();
		return all(request, Notice.CLEARED, count);
	}

	private ServerResponse one(ServerRequest request, EntryAction action, Notice done) {
		PageParameters parameters = new PageParameters(request);
		long page = parameters.page();
		boolean found = action.apply(parameters.index(), parameters.entryId());
		return this.writer.redirect(request, "/failed", Map.of("page", page, "note", found ? done : Notice.GONE));
	}

	private ServerResponse all(ServerRequest request, Notice done, long count) {
		return this.writer.redirect(request, "/failed", Map.of("note", done, "count", count));
	}

	@FunctionalInterface
	private interface EntryAction {

		boolean apply(long index, String id);

	}

}
