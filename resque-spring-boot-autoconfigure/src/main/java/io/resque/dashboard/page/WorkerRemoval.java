package io.resque.dashboard.page;

import java.time.Clock;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Confirmation;
import io.resque.dashboard.view.Notice;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerInfo;

/**
 * Removes a worker that is gone. One that lives would go on working unseen, so it stays.
 */
final class WorkerRemoval {

	private final ResqueInspector inspector;

	private final PageWriter writer;

	private final Clock clock;

	WorkerRemoval(ResqueInspector inspector, PageWriter writer, Clock clock) {
		this.inspector = inspector;
		this.writer = writer;
		this.clock = clock;
	}

	ServerResponse confirm(ServerRequest request) {
		String id = new PageParameters(request).required("id");
		WorkersPage.find(this.inspector, id);
		Confirmation confirmation = new Confirmation("confirm.worker", 0, "/worker/remove", Map.of("id", id), id, null,
				"/workers");
		return this.writer.page(request, "confirm", Map.of("tab", "workers", "confirmation", confirmation));
	}

	ServerResponse remove(ServerRequest request) {
		String id = new PageParameters(request).required("id");
		WorkerInfo worker = this.inspector.worker(id);
		if (worker == null) {
			return this.writer.redirect(request, "/workers", Map.of("note", Notice.WORKER_GONE));
		}
		if (!Pulse.of(worker, this.clock.instant()).isRemovable()) {
			return this.writer.redirect(request, "/workers", Map.of("note", Notice.WORKER_ALIVE));
		}
		boolean removed = this.inspector.removeWorker(id);
		return this.writer.redirect(request, "/workers",
				Map.of("note", removed ? Notice.WORKER_REMOVED : Notice.WORKER_GONE));
	}

}
