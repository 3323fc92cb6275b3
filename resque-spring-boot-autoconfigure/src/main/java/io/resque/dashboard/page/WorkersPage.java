package io.resque.dashboard.page;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Paging;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerInfo;

/**
 * The workers by host, and one of them.
 */
final class WorkersPage {

	private static final int ROWS = 100;

	private final ResqueInspector inspector;

	private final PageWriter writer;

	private final Clock clock;

	WorkersPage(ResqueInspector inspector, PageWriter writer, Clock clock) {
		this.inspector = inspector;
		this.writer = writer;
		this.clock = clock;
	}

	ServerResponse list(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		String host = parameters.find("host");
		List<WorkerInfo> all = this.inspector.workers();
		List<WorkerInfo> shown = all.stream().filter((worker) -> host == null || worker.host().equals(host)).toList();
		if (host != null && shown.isEmpty()) {
			throw new NotFoundException("error.host", host);
		}
		Paging paging = new Paging(parameters.page(), ROWS, shown.size());
		Map<String, Object> model = new HashMap<>();
		model.put("hosts", HostRow.of(all));
		model.put("workers", rows(shown.subList((int) paging.start(), (int) paging.last())));
		model.put("paging", paging);
		if (host != null) {
			model.put("host", host);
		}
		return this.writer.page(request, "workers", model);
	}

	ServerResponse show(ServerRequest request) {
		WorkerInfo worker = find(this.inspector, new PageParameters(request).required("id"));
		Map<String, Object> model = new HashMap<>(Map.of("worker", WorkerRow.of(worker, this.clock.instant())));
		if (worker.isOurs()) {
			this.inspector.processes()
				.stream()
				.filter((process) -> process.has(worker))
				.findFirst()
				.ifPresent((process) -> model.put("process", process));
		}
		return this.writer.page(request, "worker", model);
	}

	static WorkerInfo find(ResqueInspector inspector, String id) {
		WorkerInfo worker = inspector.worker(id);
		if (worker == null) {
			throw new NotFoundException("error.worker", id);
		}
		return worker;
	}

	private List<WorkerRow> rows(List<WorkerInfo> workers) {
		return workers.stream().map((worker) -> WorkerRow.of(worker, this.clock.instant())).toList();
	}

}
