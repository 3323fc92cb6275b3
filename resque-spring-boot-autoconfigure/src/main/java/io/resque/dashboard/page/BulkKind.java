package io.resque.dashboard.page;

import org.jspecify.annotations.Nullable;

import io.resque.dashboard.view.Notice;
import io.resque.failure.BulkAction;
import io.resque.failure.FailureFilter;

/**
 * What can be done with all failed jobs that are meant.
 */
enum BulkKind {

	/** Those that were found are retried. */
	RETRY("found-retry", "/failed/found/retry", BulkAction.RETRY, Notice.ALL_RETRIED, false),

	/** Those that were found are retried and removed. */
	RETRY_AND_REMOVE("found-retry-and-remove", "/failed/found/retry-and-remove", BulkAction.RETRY_AND_REMOVE,
			Notice.FOUND_RETRIED_AND_REMOVED, false),

	/** Those that were found are removed. */
	REMOVE("found-remove", "/failed/found/remove", BulkAction.REMOVE, Notice.CLEARED, null),

	/** All are retried. */
	RETRY_ALL("retry-all", "/failed/retry-all", BulkAction.RETRY, Notice.ALL_RETRIED, false),

	/** All that were retried are removed. */
	CLEAR_RETRIED("clear-retried", "/failed/clear-retried", BulkAction.REMOVE, Notice.RETRIED_CLEARED, true);

	private final String code;

	private final String path;

	private final BulkAction action;

	private final Notice notice;

	private final @Nullable Boolean retried;

	BulkKind(String code, String path, BulkAction action, Notice notice, @Nullable Boolean retried) {
		this.code = code;
		this.path = path;
		this.action = action;
		this.notice = notice;
		this.retried = retried;
	}

	/** Its name in message codes. */
	String code() {
		return this.code;
	}

	/** Address of the form. */
	String path() {
		return this.path;
	}

	/** Address of the question. */
	String question() {
		return this.path + "/confirm";
	}

	BulkAction action() {
		return this.action;
	}

	/** What is said afterwards. */
	Notice notice() {
		return this.notice;
	}

	/** Those of a query that it changes. */
	FailureFilter filter(FailedQuery query) {
		return query.filter().withRetried(this.retried);
	}

}
