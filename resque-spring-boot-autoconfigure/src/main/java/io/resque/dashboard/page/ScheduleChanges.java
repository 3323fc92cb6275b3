package io.resque.dashboard.page;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.ResqueException;
import io.resque.dashboard.view.Confirmation;
import io.resque.dashboard.view.Notice;
import io.resque.schedule.InvalidScheduleException;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.ScheduleChange;
import io.resque.schedule.ScheduleStatus;

/**
 * Makes a schedule, changes it, removes it, or runs it with parameters. One that an
 * application declares is changed there: it would be back at the next start.
 */
final class ScheduleChanges {

	private static final String ONE = "/schedule/of";

	private final ResqueSchedules schedules;

	private final PageWriter writer;

	ScheduleChanges(ResqueSchedules schedules, PageWriter writer) {
		this.schedules = schedules;
		this.writer = writer;
	}

	ServerResponse askNew(ServerRequest request) {
		return newForm(request, HttpStatus.OK, "", new ScheduleChange("", "", "", "", null, ""), Map.of());
	}

	ServerResponse create(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		String name = present(parameters, "name");
		ScheduleChange change = change(parameters, text(parameters, "to"), present(parameters, "job"));
		if (this.schedules.declaredBy(name).isPresent()) {
			return newForm(request, HttpStatus.BAD_REQUEST, name, change, Map.of("wrong", "declared"));
		}
		try {
			if (this.schedules.create(name, change).isPresent()) {
				return back(request, name, Notice.SCHEDULE_SET);
			}
		}
		catch (InvalidScheduleException ex) {
			return newForm(request, HttpStatus.BAD_REQUEST, name, change, wrong(ex));
		}
		// One that only Ruby can use is not shown here.
		String wrong = this.schedules.status(name).isPresent() ? "taken" : "unusable";
		return newForm(request, HttpStatus.BAD_REQUEST, name, change, Map.of("wrong", wrong));
	}

	ServerResponse edit(ServerRequest request) {
		ScheduleStatus status = status(request);
		String rhythm = (status.schedule().rhythm() != null) ? status.schedule().rhythm().text() : "";
		boolean every = rhythm.startsWith("every ");
		return form(request, HttpStatus.OK, status,
				new ScheduleChange(every ? "" : rhythm, every ? rhythm.substring("every ".length()) : "",
						status.schedule().job().queue(), status.schedule().job().name(), null,
						status.schedule().description()),
				Map.of());
	}

	ServerResponse set(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		ScheduleStatus status = status(request);
		String name = status.schedule().name();
		if (this.schedules.declaredBy(name).isPresent()) {
			return back(request, name, Notice.SCHEDULE_DECLARED);
		}
		ScheduleChange change = change(parameters, parameters.required("to").strip(),
				parameters.required("job").strip());
		try {
			this.schedules.change(name, change);
		}
		catch (InvalidScheduleException ex) {
			return form(request, HttpStatus.BAD_REQUEST, status, change, wrong(ex));
		}
		return back(request, name, Notice.SCHEDULE_SET);
	}

	private static ScheduleChange change(PageParameters parameters, String queue, String job) {
		String args = text(parameters, "args");
		return new ScheduleChange(present(parameters, "cron"), text(parameters, "every"), queue, job,
				args.isEmpty() ? null : args, text(parameters, "description"));
	}

	/** At which field the form tells what. */
	private static Map<String, String> wrong(InvalidScheduleException ex) {
		return Map.of("wrong", Objects.requireNonNullElse(ex.setting(), "other"), "problem", ex.problem());
	}

	ServerResponse confirmRemoval(ServerRequest request) {
		String name = status(request).schedule().name();
		Confirmation confirmation = new Confirmation("confirm.schedule", 0, "/schedule/remove", Map.of("name", name),
				name, null, "/schedule");
		return this.writer.page(request, "confirm", Map.of("tab", "schedule", "confirmation", confirmation));
	}

	ServerResponse remove(ServerRequest request) {
		String name = status(request).schedule().name();
		if (this.schedules.declaredBy(name).isPresent()) {
			return back(request, name, Notice.SCHEDULE_DECLARED);
		}
		boolean removed = this.schedules.remove(name);
		return this.writer.redirect(request, "/schedule",
				Map.of("note", removed ? Notice.SCHEDULE_REMOVED : Notice.SCHEDULE_GONE));
	}

	ServerResponse askParameters(ServerRequest request) {
		return this.writer.page(request, "schedule-run", Map.of("status", status(request)));
	}

	ServerResponse runWithParameters(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		ScheduleStatus status = status(request);
		String name = status.schedule().name();
		Map<String, String> values = new LinkedHashMap<>();
		for (String parameter : status.schedule().parameters()) {
			String value = parameters.find("p." + parameter);
			if (value != null && !value.isEmpty()) {
				values.put(parameter, value);
			}
		}
		try {
			boolean enqueued = HookFailedException.call(() -> this.schedules.runNow(name, values));
			return back(request, name, enqueued ? Notice.SCHEDULE_RUN : Notice.SCHEDULE_NOT_RUN);
		}
		catch (HookFailedException ex) {
			if (ex.thrown() instanceof ResqueException problem && problem.getCause() == null) {
				return back(request, name, Notice.SCHEDULE_PARAMETERS);
			}
			throw ex;
		}
	}

	private ServerResponse form(ServerRequest request, HttpStatus answer, ScheduleStatus status, ScheduleChange change,
			Map<String, String> wrong) {
		Map<String, Object> model = new HashMap<>(wrong);
		model.put("status", status);
		model.put("change", change);
		this.schedules.declaredBy(status.schedule().name())
			.ifPresent((application) -> model.put("application", application));
		return this.writer.page(request, answer, "schedule-edit", model);
	}

	private ServerResponse newForm(ServerRequest request, HttpStatus answer, String name, ScheduleChange change,
			Map<String, String> wrong) {
		Map<String, Object> model = new HashMap<>(wrong);
		model.put("name", name);
		model.put("change", change);
		return this.writer.page(request, answer, "schedule-edit", model);
	}

	private ServerResponse back(ServerRequest request, String name, Notice notice) {
		return this.writer.redirect(request, ONE, Map.of("name", name, "note", notice));
	}

	private ScheduleStatus status(ServerRequest request) {
		String name = new PageParameters(request).required("name");
		return this.schedules.status(name).orElseThrow(() -> new NotFoundException("error.schedule", name));
	}

	/** Not filled in is something else than not asked. */
	private static String present(PageParameters parameters, String name) {
		if (parameters.find(name) == null) {
			throw new BadParameterException(name);
		}
		return text(parameters, name);
	}

	private static String text(PageParameters parameters, String name) {
		String text = parameters.find(name);
		return (text != null) ? text.strip() : "";
	}

}
