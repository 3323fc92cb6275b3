package io.resque.dashboard.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Notice;
import io.resque.failure.FailureQueue;
import io.resque.failure.Failures;
import io.resque.failure.InvalidArgsException;
import io.resque.failure.WholeFailedJob;
import io.resque.failure.WholeFailedJob.Editing;

/**
 * One failed job with all that its entry tells, and its retry with other args. Args that
 * hide something are not edited: a person would have to type what nobody may be shown.
 */
final class FailedJobPage {

	/** What a person has typed may be longer than what was there. */
	private static final int LONGEST = 2 * WholeFailedJob.MAX_LENGTH;

	private final Failures failures;

	private final PageWriter writer;

	FailedJobPage(Failures failures, PageWriter writer) {
		this.failures = failures;
		this.writer = writer;
	}

	ServerResponse show(ServerRequest request) {
		WholeFailedJob whole = whole(new PageParameters(request));
		if (whole == null) {
			throw new NotFoundException("error.failed", "");
		}
		return this.writer.page(request, "failed-job",
				Map.of("whole", whole, "failure", whole.failed(), "editing", editing(whole)));
	}

	ServerResponse ask(ServerRequest request) {
		WholeFailedJob whole = whole(new PageParameters(request));
		if (whole == null) {
			throw new NotFoundException("error.failed", "");
		}
		return edit(request, HttpStatus.OK, whole, whole.args(), "");
	}

	ServerResponse retry(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		String text = parameters.text("args", LONGEST);
		boolean remove = "true".equals(parameters.find("remove"));
		WholeFailedJob whole = whole(parameters);
		if (whole == null) {
			return back(request, parameters, Notice.GONE);
		}
		if (editing(whole) != Editing.POSSIBLE) {
			return edit(request, HttpStatus.BAD_REQUEST, whole, "", "");
		}
		List<@Nullable Object> args;
		try {
			args = this.failures.args(text);
		}
		catch (InvalidArgsException ex) {
			return edit(request, HttpStatus.BAD_REQUEST, whole, text, String.valueOf(ex.getMessage()));
		}
		FailureQueue queue = this.failures.queue(whole.failed().failureQueue());
		long index = whole.failed().index();
		String id = whole.failed().id();
		boolean done = remove ? queue.requeueWithAndRemove(index, id, args) : queue.requeueWith(index, id, args);
		Notice notice = remove ? Notice.EDITED_AND_REMOVED : Notice.EDITED;
		return back(request, parameters, done ? notice : Notice.GONE);
	}

	private ServerResponse edit(ServerRequest request, HttpStatus status, WholeFailedJob whole, String args,
			String problem) {
		Map<String, Object> model = new HashMap<>(Map.of("whole", whole, "failure", whole.failed()));
		model.put("editing", editing(whole));
		model.put("args", args);
		model.put("problem", problem);
		return this.writer.page(request, status, "failed-edit", model);
	}

	/** Pages may hide more than the library does. */
	private Editing editing(WholeFailedJob whole) {
		return this.writer.isHidden(whole.args()) ? Editing.SECRET : whole.editing();
	}

	private ServerResponse back(ServerRequest request, PageParameters parameters, Notice notice) {
		return this.writer.redirect(request, "/failed", Map.of("queue", queue(parameters), "note", notice));
	}

	private @Nullable WholeFailedJob whole(PageParameters parameters) {
		return this.failures.queue(queue(parameters)).whole(parameters.index(), parameters.entryId());
	}

	private static String queue(PageParameters parameters) {
		String queue = parameters.failureQueue();
		return (queue != null) ? queue : FailureQueue.ALL;
	}

}
