package io.resque.dashboard.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.DashboardLocation;
import io.resque.dashboard.access.AccessFilter;
import io.resque.dashboard.view.Notice;
import io.resque.event.OperatorEvent;
import io.resque.event.OperatorEvent.Outcome;
import io.resque.event.ResqueEvents;

/**
 * Announces what people change, or try to: who it was, what they asked for, and what
 * became of it.
 */
final class OperatorNotes {

	/**
	 * Parameters that tell what an action is about. Others stay out: a form may carry
	 * arguments of a job, and what people search for may be in them.
	 */
	private static final Set<String> TOLD = Set.of("at", "exception", "first", "from", "group", "host", "id", "index",
			"job", "name", "per-second", "percent", "pid", "process", "queue", "remove", "signal", "to", "worker");

	private static final int LONGEST = 200;

	private static final int MOST_VALUES = 20;

	private static final String DONE = OperatorNotes.class.getName() + ".DONE";

	private final ResqueEvents events;

	private final DashboardLocation location;

	OperatorNotes(ResqueEvents events, DashboardLocation location) {
		this.events = events;
		this.location = location;
	}

	/**
	 * Notes what an action says of itself as it sends the browser on; it is announced
	 * when the action has ended.
	 */
	static void note(HttpServletRequest request, Map<String, ?> parameters) {
		if (parameters.get("note") instanceof Notice notice) {
			Object count = parameters.get("count");
			request.setAttribute(DONE, new Note(notice, (count instanceof Number number) ? number.longValue() : null));
		}
	}

	/** The action has answered, and may have noted what it did. */
	void ended(ServerRequest request, ServerResponse response) {
		if (request.servletRequest().getAttribute(DONE) instanceof Note note) {
			long one = note.notice().isWarning() ? 0 : 1;
			long count = (note.count() != null) ? note.count() : one;
			announce(request, (note.notice().isWarning() && count == 0) ? Outcome.UNCHANGED : Outcome.DONE,
					note.notice().name().toLowerCase(Locale.ROOT), count);
		}
		else {
			HttpStatusCode status = response.statusCode();
			announce(request, status.isError() ? Outcome.INVALID : Outcome.DONE, "status " + status.value(),
					status.isError() ? 0 : 1);
		}
	}

	/** The action was not done, or not to its end. */
	void ended(ServerRequest request, Outcome outcome, String detail) {
		announce(request, outcome, detail, 0);
	}

	private void announce(ServerRequest request, Outcome outcome, String detail, long count) {
		HttpServletRequest servletRequest = request.servletRequest();
		this.events.announce(new OperatorEvent(AccessFilter.user(servletRequest), action(servletRequest),
				subject(servletRequest), outcome, detail, count));
	}

	private String action(HttpServletRequest request) {
		String path = request.getRequestURI();
		String base = this.location.base(request) + "/";
		return shorten(path.startsWith(base) ? path.substring(base.length()) : path);
	}

	private static Map<String, String> subject(HttpServletRequest request) {
		Map<String, String> subject = new TreeMap<>();
		parameters(request).forEach((name, values) -> {
			if (TOLD.contains(name)) {
				String more = (values.length > MOST_VALUES) ? " and " + (values.length - MOST_VALUES) + " more" : "";
				subject.put(name,
						Arrays.stream(values)
							.limit(MOST_VALUES)
							.map(OperatorNotes::shorten)
							.collect(Collectors.joining(", ")) + more);
			}
		});
		return subject;
	}

	private static Map<String, String[]> parameters(HttpServletRequest request) {
		try {
			return request.getParameterMap();
		}
		catch (IllegalStateException ex) {
			// Tomcat's answer to a body that cannot be decoded: it has told the action,
			// too.
			return Map.of();
		}
	}

	private static String shorten(String text) {
		return (text.length() > LONGEST) ? text.substring(0, LONGEST) + "…" : text;
	}

	private record Note(Notice notice, @Nullable Long count) {
	}

}
