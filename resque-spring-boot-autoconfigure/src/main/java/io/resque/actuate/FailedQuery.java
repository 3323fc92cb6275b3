package io.resque.actuate;

import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import io.resque.ResqueException;
import io.resque.failure.BulkAction;
import io.resque.failure.BulkOrder;
import io.resque.failure.BulkProgress;
import io.resque.failure.FailureCursor;
import io.resque.failure.FailureFilter;
import io.resque.failure.FailureQueue;
import io.resque.failure.Failures;
import io.resque.failure.FoundFailures;

/**
 * Which failed jobs a caller of the endpoint asks for. The text is looked for in messages
 * only: whoever may not see args must not find them out by asking.
 *
 * @param job name of the job
 * @param exception name of the exception
 * @param text a text in the message
 * @param list the list
 * @param from where to go on
 */
record FailedQuery(@Nullable String job, @Nullable String exception, @Nullable String text, @Nullable String list,
		@Nullable String from) {

	boolean isEmpty() {
		return this.job == null && this.exception == null && this.text == null && this.list == null
				&& this.from == null;
	}

	/** As a variable leaves it that was never set. */
	boolean hasEmptyText() {
		return "".equals(this.job) || "".equals(this.exception) || "".equals(this.text);
	}

	FoundFailures search(Failures failures, long start, int limit) {
		if (start > 0) {
			String reason = "'start' cannot be used with a search; 'from' takes what was 'next' in its last answer";
			throw new InvalidEndpointRequestException(reason, reason);
		}
		return (this.list != null) ? list(failures, this.list).search(filter(), cursor(), limit)
				: failures.search(filter(), cursor(), limit);
	}

	BulkProgress retry(Failures failures, long most, Predicate<BulkProgress> goOn) {
		BulkOrder order = new BulkOrder(BulkAction.RETRY, filter(), most, Map.of(), null);
		return (this.list != null) ? list(failures, this.list).apply(order, cursor(), goOn)
				: failures.apply(order, cursor(), goOn);
	}

	private FailureFilter filter() {
		return FailureFilter.ALL.withJob(this.job).withException(this.exception).withError(this.text);
	}

	private @Nullable FailureCursor cursor() {
		try {
			FailureCursor cursor = (this.from != null) ? FailureCursor.parse(this.from) : null;
			if (cursor != null && this.list != null && !this.list.equals(cursor.failureQueue())) {
				throw EndpointActions.refused("'from' belongs to the list '" + cursor.failureQueue() + "'");
			}
			return cursor;
		}
		catch (ResqueException ex) {
			throw new InvalidEndpointRequestException(String.valueOf(ex.getMessage()), "'from' is wrong", ex);
		}
	}

	static FailureQueue list(Failures failures, String list) {
		try {
			return failures.queue(list);
		}
		catch (ResqueException ex) {
			throw new InvalidEndpointRequestException(String.valueOf(ex.getMessage()), "'list' is wrong", ex);
		}
	}

}
