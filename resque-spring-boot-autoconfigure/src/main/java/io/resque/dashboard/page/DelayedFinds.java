package io.resque.dashboard.page;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.DelayedCursor;
import io.resque.DelayedFilter;
import io.resque.DelayedJob;
import io.resque.DelayedOutcome;
import io.resque.DelayedPlace;
import io.resque.FoundDelayed;
import io.resque.Job;
import io.resque.ResqueException;
import io.resque.ResqueOperations;
import io.resque.dashboard.view.Formats;
import io.resque.dashboard.view.Notice;
import io.resque.failure.Failures;
import io.resque.failure.InvalidArgsException;

/**
 * Delayed jobs that were searched for, and what can be done with those that were
 * selected.
 */
final class DelayedFinds {

	private static final int ROWS = 20;

	private static final String SEARCH = "/delayed/search";

	private static final String JOBS = "/delayed/jobs";

	/** What names one job: its name and args, or the place of one of them. */
	private static final String[] JOB = { "job", "args", "at", "index", "id", "equal" };

	private final ResqueOperations resque;

	private final Failures failures;

	private final PageWriter writer;

	DelayedFinds(ResqueOperations resque, Failures failures, PageWriter writer) {
		this.resque = resque;
		this.failures = failures;
		this.writer = writer;
	}

	/** By a part of the name and a text, from a moment on. */
	ServerResponse search(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		if ("seconds".equals(parameters.find("view"))) {
			return this.writer.redirect(request, "/delayed", query(parameters, "moment"));
		}
		DelayedFilter filter = DelayedFilter.ALL.withName(parameters.filled("job")).withText(parameters.filled("text"));
		return show(request, SEARCH, filter, query(parameters, "job", "text", "moment"));
	}

	/**
	 * All times of one job with equal args. A link names one of them by its place, so
	 * that no args that pages hide stand in an address; people may type args.
	 */
	ServerResponse jobs(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		if (parameters.find("id") == null) {
			String job = parameters.required("job");
			DelayedFilter filter = DelayedFilter.ALL.withJob(job).withArgs(args(job, parameters.find("args")));
			return show(request, JOBS, filter, query(parameters, JOB));
		}
		Job job = this.resque.delayed().find(DelayedPlaceParameters.one(parameters)).map(DelayedJob::job).orElse(null);
		if (job != null) {
			return show(request, JOBS, DelayedFilter.ALL.withJob(job.name()).withArgs(job.args()),
					query(parameters, JOB));
		}
		// A change that took the job comes back here, to say so.
		if (parameters.notice() == null) {
			throw new NotFoundException("error.delayed", parameters.required("at"));
		}
		return show(request, JOBS, query(parameters, JOB), new FoundDelayed(List.of(), 0, null, null));
	}

	/** Args that pages hide are not to be found out by trying. */
	private @Nullable List<@Nullable Object> args(String job, @Nullable String text) {
		try {
			List<@Nullable Object> args = (text != null) ? this.failures.args(text) : null;
			if (args != null && Formats.isMasked(new Job("any", job, args).toString())) {
				throw new BadParameterException("args");
			}
			return args;
		}
		catch (InvalidArgsException ex) {
			throw new BadParameterException("args");
		}
	}

	private ServerResponse show(ServerRequest request, String path, DelayedFilter filter, Map<String, String> query) {
		PageParameters parameters = new PageParameters(request);
		return show(request, path, query, this.resque.delayed().search(filter, cursor(parameters), ROWS));
	}

	private ServerResponse show(ServerRequest request, String path, Map<String, String> query, FoundDelayed found) {
		Map<String, Object> model = new HashMap<>();
		model.put("found", found);
		model.put("view", path.equals(JOBS) ? "jobs" : "search");
		model.put("query", query);
		if (found.next() != null) {
			Map<String, Object> next = new LinkedHashMap<>(query);
			next.put("from", found.next());
			model.put("next", PageWriter.address(path, next));
		}
		return this.writer.page(request, "delayed-found", model);
	}

	/** Where a search goes on, or begins; null at the beginning. */
	static @Nullable DelayedCursor cursor(PageParameters parameters) {
		String from = parameters.find("from");
		Instant moment = parameters.moment("moment");
		if (from == null) {
			return (moment != null) ? DelayedCursor.at(moment) : null;
		}
		try {
			return DelayedCursor.parse(from);
		}
		catch (ResqueException ex) {
			throw new BadParameterException("from");
		}
	}

	static Map<String, String> query(PageParameters parameters, String... names) {
		Map<String, String> query = new LinkedHashMap<>();
		for (String name : names) {
			String text = parameters.filled(name);
			if (text != null) {
				query.put(name, text);
			}
		}
		return query;
	}

	ServerResponse enqueueSelected(ServerRequest request) {
		return selected(request, Notice.DELAYED_SELECTED_ENQUEUED, (place) -> HookFailedException
			.call(() -> this.resque.delayed().enqueueNow(place)) == DelayedOutcome.ENQUEUED);
	}

	ServerResponse removeSelected(ServerRequest request) {
		return selected(request, Notice.DELAYED_SELECTED_REMOVED, this.resque.delayed()::remove);
	}

	private ServerResponse selected(ServerRequest request, Notice done, PlaceAction action) {
		PageParameters parameters = new PageParameters(request);
		String view = parameters.required("view");
		Map<String, Object> target = new LinkedHashMap<>();
		switch (view) {
			case "search" -> target.putAll(query(parameters, "job", "text", "moment"));
			case "jobs" -> target.putAll(query(parameters, JOB));
			case "at" -> {
				target.put("at", parameters.required("at", 0, PageParameters.LAST_SECOND));
				target.put("page", parameters.page());
			}
			default -> throw new BadParameterException("view");
		}
		List<DelayedPlace> places = DelayedPlaceParameters.selected(parameters);
		long count = 0;
		for (DelayedPlace place : places) {
			count += action.apply(place) ? 1 : 0;
		}
		Notice all = places.isEmpty() ? Notice.NOTHING_SELECTED : done;
		target.put("note", (count < places.size()) ? Notice.SELECTED_SOME : all);
		target.put("count", count);
		return this.writer.redirect(request, "/delayed/" + view, target);
	}

	@FunctionalInterface
	private interface PlaceAction {

		boolean apply(DelayedPlace place);

	}

}
