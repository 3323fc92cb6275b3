package io.resque.dashboard.page;

import java.util.List;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Notice;
import io.resque.dashboard.view.Paging;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.inspect.WorkerInfo;

/**
 * The jobs that are being performed now, and ending one of them.
 */
final class WorkingPage {

	private static final int ROWS = 100;

	private final ResqueInspector inspector;

	private final WorkerControl control;

	private final PageWriter writer;

	WorkingPage(ResqueInspector inspector, WorkerControl control, PageWriter writer) {
		this.inspector = inspector;
		this.control = control;
		this.writer = writer;
	}

	ServerResponse show(ServerRequest request) {
		List<WorkerInfo> working = this.inspector.working();
		Paging paging = new Paging(new PageParameters(request).page(), ROWS, working.size());
		return this.writer.page(request, "working",
				Map.of("working", working.subList((int) paging.start(), (int) paging.last()), "paging", paging,
						"stoppable", true, "allPaused", this.control.isPaused()));
	}

	/** Tells one job to end: the one that was shown, no later one of its worker. */
	ServerResponse kill(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		boolean shown = this.control.killJob(parameters.required("worker"), parameters.entryId());
		return this.writer.redirect(request, "/working",
				Map.of("page", parameters.page(), "note", shown ? Notice.JOB_TOLD_TO_END : Notice.JOB_ENDED));
	}

}
