package io.resque.dashboard.page;

import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Paging;
import io.resque.failure.Failures;
import io.resque.failure.FoundGroups;

/**
 * What the failed jobs failed of, the most frequent first.
 */
final class GroupsPage {

	private static final int ROWS = 20;

	private final Failures failures;

	private final PageWriter writer;

	GroupsPage(Failures failures, PageWriter writer) {
		this.failures = failures;
		this.writer = writer;
	}

	ServerResponse show(ServerRequest request) {
		FoundGroups found = this.failures.groups();
		Paging paging = new Paging(new PageParameters(request).page(), ROWS, found.groups().size());
		return this.writer.page(request, "groups",
				Map.of("groups", found.groups().subList((int) paging.start(), (int) paging.last()), "paging", paging,
						"counted", found.counted(), "of", found.of(), "exact", found.exact()));
	}

}
