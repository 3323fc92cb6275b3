package io.resque.dashboard.page;

import java.util.List;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Paging;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;

/**
 * The queues, and the jobs on one of them.
 */
final class QueuesPage {

	private static final int QUEUES = 100;

	private static final int JOBS = 20;

	private final ResqueInspector inspector;

	private final WorkerControl control;

	private final PageWriter writer;

	QueuesPage(ResqueInspector inspector, WorkerControl control, PageWriter writer) {
		this.inspector = inspector;
		this.control = control;
		this.writer = writer;
	}

	ServerResponse list(ServerRequest request) {
		List<QueueRow> queues = QueueRow.of(this.inspector.queueSizes(), this.control.pausedQueues());
		Paging paging = new Paging(new PageParameters(request).page(), QUEUES, queues.size());
		return this.writer
			.page(request, "queues",
					Map.of("queues",
							QueueRow.withHeads(queues.subList((int) paging.start(), (int) paging.last()),
									this.inspector),
							"greatest", QueueRow.greatest(queues), "paging", paging, "allPaused",
							this.control.isPaused(), "kinds", this.control.pausedJobs()));
	}

	ServerResponse show(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		String name = parameters.required("name");
		long size = size(this.inspector, name);
		Paging paging = new Paging(parameters.page(), JOBS, Math.max(0, size));
		// A removal that comes between is to be noticed.
		long removals = this.inspector.removals(name);
		return this.writer.page(request, "queue",
				Map.of("queue", new QueueRow(name, size, this.control.isPaused(name), null), "paging", paging,
						"allPaused", this.control.isPaused(), "removals", removals, "jobs",
						this.inspector.jobs(name, paging.start(), JOBS)));
	}

	static long size(ResqueInspector inspector, String name) {
		Long size = inspector.queueSize(name);
		if (size == null) {
			throw new NotFoundException("error.queue", name);
		}
		return size;
	}

}
