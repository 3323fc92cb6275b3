package io.resque.dashboard.page;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.canary.CanaryPlan;
import io.resque.canary.CanaryRetries;
import io.resque.canary.CanaryRetry;
import io.resque.dashboard.view.Notice;
import io.resque.dashboard.view.Paging;

/**
 * Retries that try a few jobs first: the question how to go about it, and how they go.
 */
final class CanaryPage {

	private static final int ROWS = 20;

	private static final String LIST = "/failed/canaries";

	private final CanaryRetries canaries;

	private final PageWriter writer;

	private final Clock clock;

	CanaryPage(CanaryRetries canaries, PageWriter writer, Clock clock) {
		this.canaries = canaries;
		this.writer = writer;
		this.clock = clock;
	}

	ServerResponse list(ServerRequest request) {
		List<CanaryRetry> all = this.canaries.all();
		Paging paging = new Paging(new PageParameters(request).page(), ROWS, all.size());
		return this.writer.page(request, "canaries",
				Map.of("canaries", all.subList((int) paging.start(), (int) paging.last()), "paging", paging));
	}

	ServerResponse ask(ServerRequest request) {
		FailedQuery query = FailedQuery.frozen(new PageParameters(request), this.clock.instant());
		return this.writer.page(request, "canary",
				Map.of("query", query, "plan", CanaryPlan.of(query.filter()), "most", CanaryPlan.MOST));
	}

	ServerResponse start(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		CanaryPlan plan = CanaryPlan.of(FailedQuery.frozen(parameters, this.clock.instant()).filter())
			.withFirst((int) parameters.required("first", 1, CanaryPlan.MOST))
			.withPercent((int) parameters.required("percent", 1, 100))
			.withPerSecond((int) parameters.required("per-second", 1, CanaryPlan.MOST))
			.withRemove("true".equals(parameters.find("remove")));
		this.canaries.start(plan);
		return this.writer.redirect(request, LIST, Map.of("note", Notice.CANARY_STARTED));
	}

	ServerResponse cancel(ServerRequest request) {
		boolean cancelled = this.canaries.cancel(new PageParameters(request).canaryId());
		return this.writer.redirect(request, LIST,
				Map.of("note", cancelled ? Notice.CANARY_CANCELLED : Notice.CANARY_UNCHANGED));
	}

	ServerResponse resume(ServerRequest request) {
		boolean resumed = this.canaries.resume(new PageParameters(request).canaryId());
		return this.writer.redirect(request, LIST,
				Map.of("note", resumed ? Notice.CANARY_RESUMED : Notice.CANARY_UNCHANGED));
	}

}
