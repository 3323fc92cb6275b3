package io.resque.dashboard.page;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.ResqueOperations;
import io.resque.canary.CanaryRetries;
import io.resque.dashboard.DashboardLocation;
import io.resque.dashboard.DashboardSettings;
import io.resque.dashboard.access.ChangeRights;
import io.resque.dashboard.access.FormTokens;
import io.resque.failure.Failures;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.retry.WaitingRetries;
import io.resque.schedule.ResqueSchedules;

/**
 * All addresses of the dashboard. They are functions and no controllers, so that advice,
 * binders and converters of the application cannot change them.
 */
public final class DashboardRoutes {

	private final RouterFunctions.Builder routes = RouterFunctions.route();

	private final List<String> actions = new ArrayList<>();

	private final String base;

	private final PageWriter writer;

	private final RequestGuard guard;

	private DashboardRoutes(DashboardSources sources, DashboardLocation location, DashboardSettings settings,
			RedisOutages outages, Clock clock) {
		FormTokens tokens = new FormTokens(location);
		ChangeRights rights = new ChangeRights(settings);
		this.base = location.path();
		this.writer = new PageWriter(sources, location, tokens, rights, clock);
		this.guard = new RequestGuard(this.writer, tokens, rights, outages,
				new OperatorNotes(sources.events(), location));
	}

	/** The routes over what can be read and done. */
	public static RouterFunction<ServerResponse> of(DashboardSources sources, DashboardLocation location,
			DashboardSettings settings, RedisOutages outages, Clock clock) {
		DashboardRoutes routes = new DashboardRoutes(sources, location, settings, outages, clock);
		routes.reading(sources, clock);
		routes.steering(sources.inspector(), sources.control());
		routes.failed(sources.failures(), clock);
		routes.manyFailed(sources.failures(), clock);
		routes.groups(sources.failures(), sources.canaries(), clock);
		routes.delayed(sources.resque(), sources.failures());
		if (sources.retries() != null) {
			routes.retries(sources.retries(), sources.resque());
		}
		if (sources.schedules() != null) {
			routes.schedules(sources.schedules());
		}
		routes.changing(sources.inspector(), clock);
		return routes.build();
	}

	private void reading(DashboardSources sources, Clock clock) {
		ResqueInspector inspector = sources.inspector();
		WorkerControl control = sources.control();
		page("", (request) -> this.writer.redirect(request, "/overview", Map.of()));
		page("/", (request) -> this.writer.redirect(request, "/overview", Map.of()));
		page("/overview", new OverviewPage(inspector, control, this.writer, clock)::show);
		WorkingPage working = new WorkingPage(inspector, control, this.writer);
		page("/working", working::show);
		action("/working/kill", working::kill);
		stats(inspector);
		page("/assets/{version}/{name}", new AssetFiles(this.writer.assets())::serve);
		page("/look", this.writer.looks()::choose);
		QueuesPage queues = new QueuesPage(inspector, control, this.writer);
		page("/queues", queues::list);
		page("/queue", queues::show);
		WorkersPage workers = new WorkersPage(inspector, this.writer, clock);
		page("/workers", workers::list);
		page("/worker", workers::show);
	}

	private void stats(ResqueInspector inspector) {
		StatsPage stats = new StatsPage(inspector, this.writer);
		page("/stats", stats::show);
		page("/stats/redis", stats::redis);
		page("/stats.txt", stats::text);
		page("/stats.json", stats::json);
		KeysPage keys = new KeysPage(inspector, this.writer);
		page("/stats/keys", keys::list);
		page("/stats/key", keys::show);
	}

	private void steering(ResqueInspector inspector, WorkerControl control) {
		QueueActions queues = new QueueActions(inspector, control, this.writer);
		action("/queue/pause", queues::pause);
		action("/queue/resume", queues::resume);
		action("/queue/job/remove", queues::removeJob);
		action("/queues/pause-all", queues::pauseAll);
		action("/queues/resume-all", queues::resumeAll);
		action("/queues/resume-kind", queues::resumeKind);
		ProcessesPage processes = new ProcessesPage(inspector, control, this.writer);
		page("/processes", processes::list);
		question("/process/stop/confirm", processes::confirmStop);
		action("/process/quiet", processes::quiet);
		action("/process/resume", processes::resume);
		action("/process/stop", processes::stop);
	}

	private void failed(Failures failures, Clock clock) {
		page("/failed", new FailedPage(failures, this.writer, clock)::show);
		FailedActions actions = new FailedActions(failures, this.writer);
		action("/failed/retry", actions::retry);
		action("/failed/retry-and-remove", actions::retryAndRemove);
		action("/failed/remove", actions::remove);
		action("/failed/selected/retry", actions::retrySelected);
		action("/failed/selected/retry-and-remove", actions::retryAndRemoveSelected);
		action("/failed/selected/remove", actions::removeSelected);
		FailedJobPage job = new FailedJobPage(failures, this.writer);
		page("/failed/job", job::show);
		question("/failed/edit", job::ask);
		action("/failed/edit", job::retry);
	}

	private void manyFailed(Failures failures, Clock clock) {
		FailedBulk bulk = new FailedBulk(failures, this.writer, clock);
		for (BulkKind kind : BulkKind.values()) {
			question(kind.question(), (request) -> bulk.ask(request, kind));
			action(kind.path(), (request) -> bulk.run(request, kind));
		}
		question("/failed/found/progress", bulk::progress);
		question("/failed/clear/confirm", bulk::askClear);
		action("/failed/clear", bulk::clear);
	}

	private void groups(Failures failures, CanaryRetries canaries, Clock clock) {
		page("/failed/groups", new GroupsPage(failures, this.writer)::show);
		CanaryPage page = new CanaryPage(canaries, this.writer, clock);
		question("/failed/canary", page::ask);
		page("/failed/canaries", page::list);
		action("/failed/canary/start", page::start);
		action("/failed/canary/cancel", page::cancel);
		action("/failed/canary/resume", page::resume);
	}

	private void delayed(ResqueOperations resque, Failures failures) {
		DelayedPage page = new DelayedPage(resque, this.writer);
		page("/delayed", page::list);
		page("/delayed/at", page::second);
		action("/delayed/enqueue", page::enqueue);
		action("/delayed/remove", page::remove);
		DelayedFinds finds = new DelayedFinds(resque, failures, this.writer);
		page("/delayed/search", finds::search);
		page("/delayed/jobs", finds::jobs);
		action("/delayed/selected/enqueue", finds::enqueueSelected);
		action("/delayed/selected/remove", finds::removeSelected);
		DelayedClearing clearing = new DelayedClearing(resque, this.writer);
		question("/delayed/clear/confirm", clearing::ask);
		action("/delayed/clear", clearing::clear);
	}

	private void retries(WaitingRetries retries, ResqueOperations resque) {
		RetriesPage page = new RetriesPage(retries, resque, this.writer);
		page("/retries", page::show);
		action("/retries/run", page::run);
		action("/retries/cancel", page::cancel);
	}

	private void schedules(ResqueSchedules schedules) {
		SchedulePage page = new SchedulePage(schedules, this.writer);
		page("/schedule", page::list);
		page("/schedule/of", page::show);
		action("/schedule/pause", page::pause);
		action("/schedule/resume", page::resume);
		action("/schedule/run", page::run);
		ScheduleChanges changes = new ScheduleChanges(schedules, this.writer);
		question("/schedule/new", changes::askNew);
		action("/schedule/new", changes::create);
		question("/schedule/edit", changes::edit);
		action("/schedule/set", changes::set);
		question("/schedule/remove/confirm", changes::confirmRemoval);
		action("/schedule/remove", changes::remove);
		question("/schedule/run/ask", changes::askParameters);
		action("/schedule/run/with", changes::runWithParameters);
	}

	private void changing(ResqueInspector inspector, Clock clock) {
		QueueRemoval queues = new QueueRemoval(inspector, this.writer);
		question("/queue/remove/confirm", queues::confirm);
		action("/queue/remove", queues::remove);
		WorkerRemoval workers = new WorkerRemoval(inspector, this.writer, clock);
		question("/worker/remove/confirm", workers::confirm);
		action("/worker/remove", workers::remove);
	}

	private void page(String path, HandlerFunction<ServerResponse> handler) {
		this.routes.route(RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD)
			.and(RequestPredicates.path(this.base + path)), handler);
	}

	/** A page that does nothing but lead to a change. */
	private void question(String path, HandlerFunction<ServerResponse> handler) {
		page(path, this.guard.changersOnly(handler));
	}

	private void action(String path, HandlerFunction<ServerResponse> handler) {
		this.routes.route(RequestPredicates.POST(this.base + path), handler);
		this.actions.add(path);
	}

	private RouterFunction<ServerResponse> build() {
		for (String action : this.actions) {
			this.routes.route(RequestPredicates.path(this.base + action), this::notAllowed);
		}
		this.routes.route(RequestPredicates.path(this.base + "/**"), this::notFound);
		return this.routes.filter(this.guard).build();
	}

	private ServerResponse notAllowed(ServerRequest request) {
		return this.writer.message(request, HttpStatus.METHOD_NOT_ALLOWED, "error.method", "");
	}

	private ServerResponse notFound(ServerRequest request) {
		throw new NotFoundException("error.page", "");
	}

}
