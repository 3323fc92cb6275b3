package io.resque.dashboard.page;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.InvalidNameException;
import io.resque.dashboard.view.Notice;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;

/**
 * What can be done with queues and pauses: pausing and resuming, and removing one job.
 */
final class QueueActions {

	private static final String QUEUES = "/queues";

	private static final String QUEUE = "/queue";

	private final ResqueInspector inspector;

	private final WorkerControl control;

	private final PageWriter writer;

	QueueActions(ResqueInspector inspector, WorkerControl control, PageWriter writer) {
		this.inspector = inspector;
		this.control = control;
		this.writer = writer;
	}

	ServerResponse pause(ServerRequest request) {
		return queue(request, (queue) -> {
			this.control.pauseQueue(queue);
			return Notice.QUEUE_PAUSED;
		});
	}

	ServerResponse resume(ServerRequest request) {
		return queue(request,
				(queue) -> this.control.resumeQueue(queue) ? Notice.QUEUE_RESUMED : Notice.QUEUE_NOT_PAUSED);
	}

	ServerResponse removeJob(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		String name = known(parameters);
		boolean removed = this.inspector.removeJob(name, parameters.index(), parameters.entryId(),
				parameters.required("removals", 0, Long.MAX_VALUE));
		return this.writer.redirect(request, QUEUE, Map.of("name", name, "page", parameters.page(), "note",
				removed ? Notice.JOB_REMOVED : Notice.JOB_GONE));
	}

	ServerResponse pauseAll(ServerRequest request) {
		this.control.pause();
		return this.writer.redirect(request, QUEUES, Map.of("note", Notice.WORKERS_PAUSED));
	}

	ServerResponse resumeAll(ServerRequest request) {
		this.control.resume();
		return this.writer.redirect(request, QUEUES, Map.of("note", Notice.WORKERS_RESUMED));
	}

	ServerResponse resumeKind(ServerRequest request) {
		String job = new PageParameters(request).required("job");
		boolean resumed = named("job", () -> this.control.resumeJob(job));
		return this.writer.redirect(request, QUEUES,
				Map.of("note", resumed ? Notice.KIND_RESUMED : Notice.KIND_NOT_PAUSED));
	}

	private ServerResponse queue(ServerRequest request, Function<String, Notice> change) {
		String name = known(new PageParameters(request));
		Notice done = named("name", () -> change.apply(name));
		return this.writer.redirect(request, QUEUE, Map.of("name", name, "note", done));
	}

	private String known(PageParameters parameters) {
		String name = parameters.required("name");
		QueuesPage.size(this.inspector, name);
		return name;
	}

	/** A queue of somebody else may have a name that none of ours can have. */
	private static <T> T named(String parameter, Supplier<T> change) {
		try {
			return change.get();
		}
		catch (InvalidNameException ex) {
			throw new BadParameterException(parameter);
		}
	}

}
