package io.resque.dashboard.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Notice;
import io.resque.dashboard.view.Paging;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.ScheduleStatus;

/**
 * The schedules, one of them with what was and what comes, and what can be done with it.
 */
final class SchedulePage {

	private static final int ROWS = 20;

	private static final int PREVIEW = 10;

	private static final String ONE = "/schedule/of";

	private final ResqueSchedules schedules;

	private final PageWriter writer;

	SchedulePage(ResqueSchedules schedules, PageWriter writer) {
		this.schedules = schedules;
		this.writer = writer;
	}

	ServerResponse list(ServerRequest request) {
		List<ScheduleStatus> all = this.schedules.statuses();
		Paging paging = new Paging(new PageParameters(request).page(), ROWS, all.size());
		return this.writer.page(request, "schedules",
				Map.of("schedules", all.subList((int) paging.start(), (int) paging.last()), "paging", paging,
						"scheduler", this.schedules.scheduler().orElse("")));
	}

	ServerResponse show(ServerRequest request) {
		ScheduleStatus status = status(new PageParameters(request));
		String name = status.schedule().name();
		Map<String, Object> model = new HashMap<>();
		model.put("status", status);
		this.schedules.declaredBy(name).ifPresent((application) -> model.put("application", application));
		model.put("preview", this.schedules.preview(name, PREVIEW));
		model.put("history", this.schedules.history(name));
		model.put("scheduler", this.schedules.scheduler().orElse(""));
		return this.writer.page(request, "schedule", model);
	}

	ServerResponse pause(ServerRequest request) {
		String name = status(new PageParameters(request)).schedule().name();
		this.schedules.pause(name);
		return back(request, name, Notice.SCHEDULE_PAUSED);
	}

	ServerResponse resume(ServerRequest request) {
		String name = status(new PageParameters(request)).schedule().name();
		this.schedules.resume(name);
		return back(request, name, Notice.SCHEDULE_RESUMED);
	}

	ServerResponse run(ServerRequest request) {
		String name = status(new PageParameters(request)).schedule().name();
		boolean enqueued = HookFailedException.call(() -> this.schedules.runNow(name));
		return back(request, name, enqueued ? Notice.SCHEDULE_RUN : Notice.SCHEDULE_NOT_RUN);
	}

	private ServerResponse back(ServerRequest request, String name, Notice notice) {
		return this.writer.redirect(request, ONE, Map.of("name", name, "note", notice));
	}

	private ScheduleStatus status(PageParameters parameters) {
		String name = parameters.required("name");
		return this.schedules.status(name).orElseThrow(() -> new NotFoundException("error.schedule", name));
	}

}
