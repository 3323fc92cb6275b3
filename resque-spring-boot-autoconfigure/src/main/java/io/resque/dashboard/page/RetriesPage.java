package io.resque.dashboard.page;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.DelayedOutcome;
import io.resque.DelayedPlace;
import io.resque.ResqueOperations;
import io.resque.dashboard.view.Notice;
import io.resque.retry.FoundRetries;
import io.resque.retry.WaitingRetries;

/**
 * The jobs that wait for another attempt, the next one first, and what can be done with
 * one of them.
 */
final class RetriesPage {

	private static final int ROWS = 20;

	private static final String PATH = "/retries";

	private final WaitingRetries retries;

	private final ResqueOperations resque;

	private final PageWriter writer;

	RetriesPage(WaitingRetries retries, ResqueOperations resque, PageWriter writer) {
		this.retries = retries;
		this.resque = resque;
		this.writer = writer;
	}

	ServerResponse show(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		Map<String, String> query = DelayedFinds.query(parameters, "job", "moment");
		FoundRetries found = this.retries.search(parameters.filled("job"), DelayedFinds.cursor(parameters), ROWS);
		Map<String, Object> model = new HashMap<>(Map.of("found", found, "query", query));
		if (found.next() != null) {
			Map<String, Object> next = new LinkedHashMap<>(query);
			next.put("from", found.next());
			model.put("next", PageWriter.address(PATH, next));
		}
		return this.writer.page(request, "retries", model);
	}

	ServerResponse run(ServerRequest request) {
		DelayedPlace place = DelayedPlaceParameters.one(new PageParameters(request));
		DelayedOutcome outcome = HookFailedException.call(() -> this.resque.delayed().enqueueNow(place));
		return back(request, DelayedPage.notice(outcome));
	}

	ServerResponse cancel(ServerRequest request) {
		boolean cancelled = this.retries.cancel(DelayedPlaceParameters.one(new PageParameters(request)));
		return back(request, cancelled ? Notice.RETRY_CANCELLED : Notice.DELAYED_GONE);
	}

	private ServerResponse back(ServerRequest request, Notice notice) {
		Map<String, Object> target = new LinkedHashMap<>(
				DelayedFinds.query(new PageParameters(request), "job", "moment"));
		target.put("note", notice);
		return this.writer.redirect(request, PATH, target);
	}

}
