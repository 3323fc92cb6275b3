package io.resque.dashboard.page;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Paging;
import io.resque.failure.FailureFilter;
import io.resque.failure.FailureQueue;
import io.resque.failure.Failures;
import io.resque.failure.FoundFailures;

/**
 * The failed jobs, newest first; where there are several lists of them, these lists
 * first.
 */
final class FailedPage {

	private static final int ROWS = 20;

	private static final int LISTS = 100;

	private final Failures failures;

	private final PageWriter writer;

	private final Clock clock;

	FailedPage(Failures failures, PageWriter writer, Clock clock) {
		this.failures = failures;
		this.writer = writer;
		this.clock = clock;
	}

	ServerResponse show(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		FailedQuery query = FailedQuery.of(parameters);
		Map<String, Long> counts = this.failures.counts();
		String name = query.queue();
		if (query.isFilter()) {
			return found(request, query, counts.size() > 1);
		}
		if (name == null && counts.size() > 1) {
			return lists(request, query, counts);
		}
		String shown = (name != null) ? name : FailureQueue.ALL;
		if (!counts.containsKey(shown)) {
			throw new NotFoundException("error.queue", shown);
		}
		FailureQueue queue = this.failures.queue(shown);
		Paging paging = new Paging(parameters.page(), ROWS, queue.count());
		return this.writer.page(request, "failed", Map.of("queue", shown, "several", counts.size() > 1, "failures",
				queue.newest(paging.start(), ROWS), "paging", paging, "query", query));
	}

	private ServerResponse found(ServerRequest request, FailedQuery query, boolean several) {
		FailureFilter filter = FailedQuery.frozen(new PageParameters(request), this.clock.instant()).filter();
		FoundFailures found = (query.queue() != null)
				? this.failures.queue(query.queue()).search(filter, query.from(), ROWS)
				: this.failures.search(filter, query.from(), ROWS);
		Map<String, Object> model = new HashMap<>(Map.of("queue", "", "several", several, "failures", found.found(),
				"paging", new Paging(1, ROWS, 0), "query", query, "found", found));
		if (found.next() != null) {
			model.put("next", query.address(found.next()));
		}
		return this.writer.page(request, "failed", model);
	}

	private ServerResponse lists(ServerRequest request, FailedQuery query, Map<String, Long> counts) {
		List<QueueRow> rows = QueueRow.of(counts);
		Paging paging = new Paging(new PageParameters(request).page(), LISTS, rows.size());
		return this.writer.page(request, "failed-lists", Map.of("lists",
				rows.subList((int) paging.start(), (int) paging.last()), "paging", paging, "query", query));
	}

}
