package io.resque.dashboard.page;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Confirmation;
import io.resque.dashboard.view.Notice;
import io.resque.dashboard.view.Paging;
import io.resque.inspect.ProcessInfo;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;

/**
 * The worker processes by their hosts, and what can be ordered from one of them.
 */
final class ProcessesPage {

	private static final String PATH = "/processes";

	private static final int ROWS = 50;

	private final ResqueInspector inspector;

	private final WorkerControl control;

	private final PageWriter writer;

	ProcessesPage(ResqueInspector inspector, WorkerControl control, PageWriter writer) {
		this.inspector = inspector;
		this.control = control;
		this.writer = writer;
	}

	ServerResponse list(ServerRequest request) {
		List<ProcessInfo> all = this.inspector.processes();
		Paging paging = new Paging(new PageParameters(request).page(), ROWS, all.size());
		return this.writer.page(request, "processes",
				Map.of("hosts",
						HostProcesses.of(all.subList((int) paging.start(), (int) paging.last()),
								this.inspector.workers(), all),
						"paging", paging, "busy", all.stream().mapToLong((process) -> process.load().busy()).sum(),
						"slots", all.stream().mapToLong((process) -> process.load().slots()).sum()));
	}

	ServerResponse confirmStop(ServerRequest request) {
		ProcessInfo process = process(request);
		Confirmation confirmation = new Confirmation("confirm.process", process.load().busy(), "/process/stop",
				Map.of("id", process.id()), process.host() + ":" + process.pid(), null, PATH);
		return this.writer.page(request, "confirm", Map.of("tab", "workers", "confirmation", confirmation));
	}

	ServerResponse quiet(ServerRequest request) {
		return order(request, this.control::quiet, Notice.PROCESS_QUIET);
	}

	ServerResponse resume(ServerRequest request) {
		return order(request, this.control::resume, Notice.PROCESS_RESUMED);
	}

	ServerResponse stop(ServerRequest request) {
		return order(request, this.control::stop, Notice.PROCESS_STOPPED);
	}

	private ServerResponse order(ServerRequest request, Predicate<String> order, Notice done) {
		String id = new PageParameters(request).processId();
		return this.writer.redirect(request, PATH, Map.of("note", order.test(id) ? done : Notice.PROCESS_GONE));
	}

	private ProcessInfo process(ServerRequest request) {
		String id = new PageParameters(request).processId();
		ProcessInfo process = this.inspector.process(id);
		if (process == null) {
			throw new NotFoundException("error.process", id);
		}
		return process;
	}

}
