package io.resque.dashboard.page;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.dashboard.view.Notice;
import io.resque.failure.BulkOrder;
import io.resque.failure.BulkProgress;
import io.resque.failure.CountedFailures;
import io.resque.failure.FailedJob;
import io.resque.failure.FailureCursor;
import io.resque.failure.Failures;
import io.resque.failure.WholeFailedJob;

/**
 * Changes all failed jobs that match. First comes a question with their number, counted
 * as far as a page may take; what fails after that is left alone, in the list that comes
 * first. One request works for some seconds only, whatever proxy waits for it; then a
 * page tells how far it came, and has a button to go on.
 */
final class FailedBulk {

	private static final Duration AT_A_TIME = Duration.ofSeconds(3);

	private static final String PROGRESS = "/failed/found/progress";

	private final Failures failures;

	private final PageWriter writer;

	private final Clock clock;

	FailedBulk(Failures failures, PageWriter writer, Clock clock) {
		this.failures = failures;
		this.writer = writer;
		this.clock = clock;
	}

	ServerResponse ask(ServerRequest request, BulkKind kind) {
		FailedQuery query = FailedQuery.frozen(new PageParameters(request), this.clock.instant());
		Map<String, Object> model = new HashMap<>();
		model.put("tab", "failed");
		model.put("code", kind.code());
		FailedJob newest = newest(query.queue());
		FailureCursor from = (newest != null) ? new FailureCursor(newest.failureQueue(), newest.index() + 1, 0) : null;
		if (query.isFilter()) {
			CountedFailures counted = (query.queue() != null)
					? this.failures.queue(query.queue()).count(kind.filter(query), from)
					: this.failures.count(kind.filter(query), from);
			model.put("affected", new Affected(counted.count(), counted.next() == null));
			model.put("searched", counted.searched());
			model.put("of", counted.of());
		}
		else {
			// No more than these; which of them were retried would take long to tell.
			model.put("affected", new Affected(size(query.queue()), true));
		}
		model.put("period", query.period());
		Map<String, String> fields = new LinkedHashMap<>(query.parameters());
		if (newest != null && from != null) {
			fields.put("from", from.toString());
			fields.put("seen", newest.id());
		}
		model.put("fields", fields);
		model.put("action", kind.path());
		model.put("back", "/failed" + query.address());
		return this.writer.page(request, "confirm-many", model);
	}

	/** The newest entry of the first list that has one. */
	private @Nullable FailedJob newest(@Nullable String queue) {
		Map<String, Long> counts = (queue != null) ? Map.of(queue, size(queue)) : this.failures.counts();
		return counts.entrySet()
			.stream()
			.filter((list) -> list.getValue() > 0)
			.findFirst()
			.flatMap((list) -> this.failures.queue(list.getKey()).newest(0, 1).stream().findFirst())
			.orElse(null);
	}

	/**
	 * Where a form begins, found by the newest entry that it means; null when that is
	 * gone, so that nobody knows what else has changed.
	 */
	private @Nullable FailureCursor present(FailureCursor from, String seen) {
		WholeFailedJob newest = this.failures.queue(from.failureQueue()).whole(from.index() - 1, seen);
		return (newest != null) ? new FailureCursor(from.failureQueue(), newest.failed().index() + 1, from.searched())
				: null;
	}

	ServerResponse run(ServerRequest request, BulkKind kind) {
		PageParameters parameters = new PageParameters(request);
		FailedQuery query = FailedQuery.frozen(parameters, this.clock.instant());
		Affected affected = Affected.of(parameters);
		FailureCursor from = (query.from() != null) ? present(query.from(), seen(parameters)) : null;
		if (!affected.isConfirmed(parameters) || (query.from() != null && from == null)) {
			Map<String, Object> target = new LinkedHashMap<>(query.parameters());
			target.put("note", affected.isConfirmed(parameters) ? Notice.LIST_CHANGED : Notice.NUMBER_DIFFERS);
			return this.writer.redirect(request, kind.question(), target);
		}
		Earlier earlier = Earlier.of(parameters);
		BulkProgress progress = apply(query, from,
				new BulkOrder(kind.action(), kind.filter(query), affected.most(), Map.of(), null));
		Map<String, Object> target = new LinkedHashMap<>(query.parameters());
		target.put("count", progress.done());
		FailureCursor next = (progress.done() < affected.most()) ? progress.next() : null;
		String seen = (next != null) ? seen(next) : null;
		target.put("note", (seen != null) ? Notice.BULK_GOES_ON : kind.notice());
		if (next != null && seen != null) {
			Affected left = affected.exact() ? new Affected(affected.count() - progress.done(), true) : affected;
			target.putAll(this.writer.proven(request, rest(query, kind, next, seen, left)));
		}
		else if (earlier.done() == 0 && earlier.refused() + progress.refused() == 0) {
			return this.writer.redirect(request, "/failed", target);
		}
		target.put("kind", kind.name());
		target.put("searched", progress.searched());
		target.put("of", progress.of());
		target.put("done", earlier.done() + progress.done());
		target.put("refused", earlier.refused() + progress.refused());
		return this.writer.redirect(request, PROGRESS, target);
	}

	private static String seen(PageParameters parameters) {
		return PageParameters.entryId("seen", parameters.required("seen"));
	}

	/** Id of the entry that comes next, or null when there is none. */
	private @Nullable String seen(FailureCursor next) {
		return this.failures.queue(next.failureQueue())
			.oldest(next.index() - 1, 1)
			.stream()
			.findFirst()
			.map(FailedJob::id)
			.orElse(null);
	}

	/** What is left to do, as an address or a form says it. */
	private static Map<String, String> rest(FailedQuery query, BulkKind kind, FailureCursor from, String seen,
			Affected left) {
		Map<String, String> rest = new LinkedHashMap<>(query.parameters());
		rest.put("kind", kind.name());
		rest.put("from", from.toString());
		rest.put("seen", seen);
		rest.put("affected", Long.toString(left.count()));
		rest.put("more", Boolean.toString(!left.exact()));
		return rest;
	}

	private BulkProgress apply(FailedQuery query, @Nullable FailureCursor from, BulkOrder order) {
		long deadline = System.nanoTime() + AT_A_TIME.toNanos();
		Predicate<BulkProgress> goOn = (progress) -> System.nanoTime() - deadline < 0;
		return (query.queue() != null) ? this.failures.queue(query.queue()).apply(order, from, goOn)
				: this.failures.apply(order, from, goOn);
	}

	ServerResponse progress(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		FailedQuery query = FailedQuery.of(parameters);
		BulkKind kind = kind(parameters);
		Map<String, Object> model = new HashMap<>();
		for (String name : new String[] { "done", "refused", "searched", "of" }) {
			model.put(name, parameters.required(name, 0, Long.MAX_VALUE));
		}
		model.put("back", "/failed" + query.address());
		model.put("code", kind.code());
		model.put("action", kind.path());
		model.put("about", query.parameters());
		model.put("period", query.period());
		if (query.from() != null) {
			Affected left = Affected.of(parameters);
			Map<String, String> fields = rest(query, kind, query.from(), seen(parameters), left);
			// Whoever has typed the number before, and nobody who follows some link.
			model.put("typed", left.isTyped() && !this.writer.isProven(request, fields));
			fields.put("typed", Long.toString(left.count()));
			fields.put("done", Long.toString(parameters.required("done", 0, Long.MAX_VALUE)));
			fields.put("refused", Long.toString(parameters.required("refused", 0, Long.MAX_VALUE)));
			model.put("affected", left);
			model.put("fields", fields);
		}
		return this.writer.page(request, "failed-progress", model);
	}

	private static BulkKind kind(PageParameters parameters) {
		try {
			return BulkKind.valueOf(parameters.required("kind"));
		}
		catch (IllegalArgumentException ex) {
			throw new BadParameterException("kind");
		}
	}

	ServerResponse askClear(ServerRequest request) {
		String queue = new PageParameters(request).failureQueue();
		Map<String, String> fields = (queue != null) ? Map.of("queue", queue) : Map.of();
		Map<String, Object> model = new HashMap<>(Map.of("tab", "failed", "code", "clear", "action", "/failed/clear"));
		model.put("affected", new Affected(size(queue), true));
		model.put("fields", fields);
		model.put("back", "/failed" + FailedQuery.of(new PageParameters(request)).address());
		return this.writer.page(request, "confirm-many", model);
	}

	ServerResponse clear(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		String queue = parameters.failureQueue();
		Map<String, Object> target = new LinkedHashMap<>();
		// What was few when it was asked for may be many now.
		boolean isConfirmed = Affected.of(parameters).isConfirmed(parameters)
				&& (parameters.find("typed") != null || !new Affected(size(queue), true).isTyped());
		if (!isConfirmed) {
			if (queue != null) {
				target.put("queue", queue);
			}
			target.put("note", Notice.NUMBER_DIFFERS);
			return this.writer.redirect(request, "/failed/clear/confirm", target);
		}
		target.put("note", Notice.CLEARED);
		target.put("count", (queue != null) ? this.failures.queue(queue).clear() : this.failures.clear());
		// The list of a queue is gone with its entries, and with it its page.
		return this.writer.redirect(request, "/failed", target);
	}

	private long size(@Nullable String queue) {
		return (queue != null) ? this.failures.queue(queue).count() : this.failures.count();
	}

	/**
	 * What earlier requests of the same kind came to.
	 *
	 * @param done how many were changed
	 * @param refused how many could not be
	 */
	private record Earlier(long done, long refused) {

		static Earlier of(PageParameters parameters) {
			return new Earlier(parameters.number("done", 0, Long.MAX_VALUE, 0),
					parameters.number("refused", 0, Long.MAX_VALUE, 0));
		}

	}

}
