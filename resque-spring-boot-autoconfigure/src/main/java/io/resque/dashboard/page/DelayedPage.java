package io.resque.dashboard.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.DelayedEntry;
import io.resque.DelayedOperations;
import io.resque.DelayedPlace;
import io.resque.ResqueOperations;
import io.resque.dashboard.view.Notice;
import io.resque.dashboard.view.Paging;

/**
 * The seconds that have delayed jobs, the next one first, the jobs of one second, and
 * what can be done with one of them.
 */
final class DelayedPage {

	/** End of the year 9999. */
	static final long LAST_SECOND = 253_402_300_799L;

	private static final int ROWS = 20;

	/** With more seconds, counting their jobs takes Redis too long for a page. */
	private static final int COUNTED = 10_000;

	private static final String SECOND = "/delayed/at";

	private final ResqueOperations resque;

	private final PageWriter writer;

	DelayedPage(ResqueOperations resque, PageWriter writer) {
		this.resque = resque;
		this.writer = writer;
	}

	ServerResponse list(ServerRequest request) {
		DelayedOperations delayed = this.resque.delayed();
		Paging paging = new Paging(new PageParameters(request).page(), ROWS, delayed.countSeconds());
		List<DelayedRow> rows = new ArrayList<>();
		delayed.seconds(paging.start(), ROWS).forEach((at, size) -> {
			List<DelayedEntry> first = (size > 0) ? delayed.entries(at, 0, 1) : List.of();
			rows.add(new DelayedRow(at, size, first.isEmpty() ? null : first.get(0)));
		});
		Map<String, Object> model = new HashMap<>(Map.of("seconds", rows, "paging", paging));
		if (paging.total() <= COUNTED) {
			model.put("jobs", delayed.count());
		}
		return this.writer.page(request, "delayed", model);
	}

	ServerResponse second(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		Instant at = at(parameters);
		DelayedOperations delayed = this.resque.delayed();
		long count = delayed.count(at);
		// A change that took the last job comes back here, to say so.
		if (count == 0 && parameters.notice() == null) {
			throw new NotFoundException("error.delayed", Long.toString(at.getEpochSecond()));
		}
		Paging paging = new Paging(parameters.page(), ROWS, count);
		return this.writer.page(request, "delayed-at", Map.of("at", at, "second", at.getEpochSecond(), "paging", paging,
				"jobs", delayed.entries(at, paging.start(), ROWS)));
	}

	ServerResponse enqueue(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		return back(request, parameters, switch (this.resque.delayed().enqueueNow(place(parameters))) {
			case ENQUEUED -> Notice.DELAYED_ENQUEUED;
			case GONE -> Notice.DELAYED_GONE;
			case GIVEN_UP -> Notice.DELAYED_GIVEN_UP;
			case NO_QUEUE -> Notice.DELAYED_NO_QUEUE;
		});
	}

	ServerResponse remove(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		boolean removed = this.resque.delayed().remove(place(parameters));
		return back(request, parameters, removed ? Notice.DELAYED_REMOVED : Notice.DELAYED_GONE);
	}

	private ServerResponse back(ServerRequest request, PageParameters parameters, Notice notice) {
		return this.writer.redirect(request, SECOND,
				Map.of("at", at(parameters).getEpochSecond(), "page", parameters.page(), "note", notice));
	}

	private static DelayedPlace place(PageParameters parameters) {
		return new DelayedPlace(at(parameters), parameters.index(), parameters.entryId());
	}

	private static Instant at(PageParameters parameters) {
		return Instant.ofEpochSecond(parameters.required("at", 0, LAST_SECOND));
	}

}
