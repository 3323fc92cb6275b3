package io.resque.dashboard.page;

import java.util.List;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.inspect.WorkerInfo;

/**
 * The page to look at first: totals, queues, what is being worked on.
 */
final class OverviewPage {

	private static final int ROWS = 30;

	private final ResqueInspector inspector;

	private final WorkerControl control;

	private final PageWriter writer;

	OverviewPage(ResqueInspector inspector, WorkerControl control, PageWriter writer) {
		this.inspector = inspector;
		this.control = control;
		this.writer = writer;
	}

	ServerResponse show(ServerRequest request) {
		List<QueueRow> queues = QueueRow.of(this.inspector.queueSizes(), this.control.pausedQueues());
		List<WorkerInfo> working = this.inspector.working();
		return this.writer.page(request, "overview",
				Map.of("allPaused", this.control.isPaused(), "queues", first(queues), "moreQueues",
						queues.size() > ROWS, "greatest", QueueRow.greatest(queues), "working", first(working),
						"moreWorking", working.size() > ROWS));
	}

	private static <T> List<T> first(List<T> rows) {
		return rows.subList(0, Math.min(ROWS, rows.size()));
	}

}
