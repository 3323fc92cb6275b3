package io.resque.dashboard.page;

import java.util.List;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Paging;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerInfo;

/**
 * The jobs that are being performed now.
 */
final class WorkingPage {

	private static final int ROWS = 100;

	private final ResqueInspector inspector;

	private final PageWriter writer;

	WorkingPage(ResqueInspector inspector, PageWriter writer) {
		this.inspector = inspector;
		this.writer = writer;
	}

	ServerResponse show(ServerRequest request) {
		List<WorkerInfo> working = this.inspector.working();
		Paging paging = new Paging(new PageParameters(request).page(), ROWS, working.size());
		return this.writer.page(request, "working",
				Map.of("working", working.subList((int) paging.start(), (int) paging.last()), "paging", paging));
	}

}
