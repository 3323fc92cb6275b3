package io.resque.dashboard.page;

import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Confirmation;
import io.resque.dashboard.view.Paging;
import io.resque.failure.Failures;

/**
 * The failed jobs, newest first, and the questions before all of them are changed.
 */
final class FailedPage {

	private static final int ROWS = 20;

	private final Failures failures;

	private final PageWriter writer;

	FailedPage(Failures failures, PageWriter writer) {
		this.failures = failures;
		this.writer = writer;
	}

	ServerResponse list(ServerRequest request) {
		Paging paging = new Paging(new PageParameters(request).page(), ROWS, this.failures.count());
		return this.writer.page(request, "failed",
				Map.of("failures", this.failures.newest(paging.start(), ROWS), "paging", paging));
	}

	ServerResponse confirmRetryAll(ServerRequest request) {
		return confirm(request, "confirm.retry-all", "/failed/retry-all");
	}

	ServerResponse confirmClearRetried(ServerRequest request) {
		return confirm(request, "confirm.clear-retried", "/failed/clear-retried");
	}

	ServerResponse confirmClear(ServerRequest request) {
		return confirm(request, "confirm.clear", "/failed/clear");
	}

	private ServerResponse confirm(ServerRequest request, String code, String action) {
		Confirmation confirmation = new Confirmation(code, this.failures.count(), action, Map.of(), null, null,
				"/failed");
		return this.writer.page(request, "confirm", Map.of("tab", "failed", "confirmation", confirmation));
	}

}
