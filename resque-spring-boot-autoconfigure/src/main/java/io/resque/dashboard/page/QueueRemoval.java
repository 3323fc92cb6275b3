package io.resque.dashboard.page;

import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Confirmation;
import io.resque.dashboard.view.Notice;
import io.resque.inspect.ResqueInspector;

/**
 * Removes a queue, after its name was typed.
 */
final class QueueRemoval {

	private final ResqueInspector inspector;

	private final PageWriter writer;

	QueueRemoval(ResqueInspector inspector, PageWriter writer) {
		this.inspector = inspector;
		this.writer = writer;
	}

	ServerResponse confirm(ServerRequest request) {
		String name = new PageParameters(request).required("name");
		long size = Math.max(0, QueuesPage.size(this.inspector, name));
		Confirmation confirmation = new Confirmation("confirm.queue", size, "/queue/remove", Map.of("name", name), name,
				typable(name), "/queues");
		return this.writer.page(request, "confirm", Map.of("tab", "queues", "confirmation", confirmation));
	}

	ServerResponse remove(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		String name = parameters.required("name");
		QueuesPage.size(this.inspector, name);
		String typed = parameters.find("typed");
		if (typed == null || !typable(typed).equals(typable(name))) {
			return this.writer.redirect(request, "/queue/remove/confirm",
					Map.of("name", name, "note", Notice.QUEUE_NAME_DIFFERS));
		}
		long dropped = Math.max(0, this.inspector.removeQueue(name));
		return this.writer.redirect(request, "/queues", Map.of("note", Notice.QUEUE_REMOVED, "count", dropped));
	}

	/**
	 * What a person can type into a field of one line, in place of a name that may hold
	 * anything.
	 */
	private static String typable(String name) {
		return name.replaceAll("\\p{Cntrl}", "").strip();
	}

}
