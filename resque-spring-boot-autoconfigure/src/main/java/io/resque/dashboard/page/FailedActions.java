package io.resque.dashboard.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.ResqueException;
import io.resque.dashboard.view.Notice;
import io.resque.failure.FailureQueue;
import io.resque.failure.Failures;

/**
 * What can be done with failed jobs: with one, or with some that were selected.
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

	ServerResponse retrySelected(ServerRequest request) {
		return selected(request, FailureQueue::requeue, Notice.SELECTED_RETRIED);
	}

	ServerResponse retryAndRemoveSelected(ServerRequest request) {
		return selected(request, FailureQueue::requeueAndRemove, Notice.SELECTED_RETRIED_AND_REMOVED);
	}

	ServerResponse removeSelected(ServerRequest request) {
		return selected(request, FailureQueue::remove, Notice.SELECTED_REMOVED);
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

	private ServerResponse selected(ServerRequest request, EntryAction action, Notice done) {
		PageParameters parameters = new PageParameters(request);
		FailedQuery query = FailedQuery.of(parameters);
		List<FailedPlace> places = FailedPlace.selected(parameters);
		long count = 0;
		for (FailedPlace place : places) {
			count += isDone(action, place) ? 1 : 0;
		}
		Map<String, Object> target = new LinkedHashMap<>(query.parameters());
		if (!query.isFilter()) {
			target.put("page", parameters.page());
		}
		Notice all = places.isEmpty() ? Notice.NOTHING_SELECTED : done;
		target.put("note", (count < places.size()) ? Notice.SELECTED_SOME : all);
		target.put("count", count);
		return this.writer.redirect(request, "/failed", target);
	}

	private boolean isDone(EntryAction action, FailedPlace place) {
		try {
			return action.apply(this.failures.queue(place.queue()), place.index(), place.id());
		}
		catch (ResqueException ex) {
			// It stays, and tells in the list what is wrong with it.
			return false;
		}
	}

	@FunctionalInterface
	private interface EntryAction {

		boolean apply(FailureQueue queue, long index, String id);

	}

}
