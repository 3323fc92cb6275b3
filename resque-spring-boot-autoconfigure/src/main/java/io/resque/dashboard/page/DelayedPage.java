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
import io.resque.DelayedOutcome;
import io.resque.DelayedPlace;
import io.resque.ResqueOperations;
import io.resque.dashboard.view.Notice;
import io.resque.dashboard.view.Paging;

/**
 * The seconds that have delayed jobs, the next one first, the jobs of one second, and
 * what can be done with one of them.
 */
final class DelayedPage {

	private static final int ROWS = 20;

	/** With more seconds, counting their jobs takes Redis too long for a page. */
	private static final int COUNTED = 4_000;

	private static final String SECOND = "/delayed/at";

	private final ResqueOperations resque;

	private final PageWriter writer;

	DelayedPage(ResqueOperations resque, PageWriter writer) {
		this.resque = resque;
		this.writer = writer;
	}

	ServerResponse list(ServerRequest request) {
		DelayedOperations delayed = this.resque.delayed();
		PageParameters parameters = new PageParameters(request);
		Instant moment = parameters.moment("moment");
		if (moment != null) {
			return this.writer.redirect(request, "/delayed",
					Map.of("page", delayed.countSecondsBefore(moment) / ROWS + 1));
		}
		Paging paging = new Paging(parameters.page(), ROWS, delayed.countSeconds());
		List<DelayedRow> rows = new ArrayList<>();
		delayed.seconds(paging.start(), ROWS).forEach((at, size) -> {
			List<DelayedEntry> first = (size > 0) ? delayed.entries(at, 0, 1) : List.of();
			rows.add(new DelayedRow(at, size, first.isEmpty() ? null : first.get(0)));
		});
		Map<String, Object> model = new HashMap<>(Map.of("seconds", rows, "paging", paging, "query", Map.of()));
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
		return this.writer.page(request, "delayed-at",
				Map.of("at", at, "second", at.getEpochSecond(), "paging", paging, "fields",
						Map.of("at", at.getEpochSecond(), "page", paging.number()), "jobs",
						delayed.entries(at, paging.start(), ROWS)));
	}

	ServerResponse enqueue(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		DelayedPlace place = DelayedPlaceParameters.one(parameters);
		DelayedOutcome outcome = HookFailedException.call(() -> this.resque.delayed().enqueueNow(place));
		return back(request, parameters, notice(outcome));
	}

	ServerResponse remove(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		boolean removed = this.resque.delayed().remove(DelayedPlaceParameters.one(parameters));
		return back(request, parameters, removed ? Notice.DELAYED_REMOVED : Notice.DELAYED_GONE);
	}

	static Notice notice(DelayedOutcome outcome) {
		return switch (outcome) {
			case ENQUEUED -> Notice.DELAYED_ENQUEUED;
			case GONE -> Notice.DELAYED_GONE;
			case GIVEN_UP -> Notice.DELAYED_GIVEN_UP;
			case NO_QUEUE -> Notice.DELAYED_NO_QUEUE;
		};
	}

	private ServerResponse back(ServerRequest request, PageParameters parameters, Notice notice) {
		return this.writer.redirect(request, SECOND,
				Map.of("at", at(parameters).getEpochSecond(), "page", parameters.page(), "note", notice));
	}

	private static Instant at(PageParameters parameters) {
		return Instant.ofEpochSecond(parameters.required("at", 0, PageParameters.LAST_SECOND));
	}

}
