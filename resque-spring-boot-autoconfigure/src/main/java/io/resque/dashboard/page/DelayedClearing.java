package io.resque.dashboard.page;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.DelayedOperations;
import io.resque.ResqueOperations;
import io.resque.dashboard.view.Notice;

/**
 * Removes all delayed jobs, some seconds long in one request.
 */
final class DelayedClearing {

	private static final Map<String, String> GOES_ON = Map.of("action", "clear-delayed");

	private static final Duration AT_A_TIME = Duration.ofSeconds(3);

	/** With more seconds, counting their jobs takes Redis too long for a page. */
	private static final int COUNTED = 4_000;

	private static final String QUESTION = "/delayed/clear/confirm";

	private final ResqueOperations resque;

	private final PageWriter writer;

	DelayedClearing(ResqueOperations resque, PageWriter writer) {
		this.resque = resque;
		this.writer = writer;
	}

	ServerResponse ask(ServerRequest request) {
		Affected affected = count();
		Map<String, String> fields = new LinkedHashMap<>();
		// It was typed before.
		boolean goesOn = this.writer.isProven(request, GOES_ON);
		if (goesOn) {
			fields.put("typed", Long.toString(affected.count()));
		}
		Map<String, Object> model = new HashMap<>(
				Map.of("tab", "delayed", "code", "delayed-clear", "affected", affected));
		model.put("goesOn", goesOn);
		model.put("fields", fields);
		model.put("action", "/delayed/clear");
		model.put("back", "/delayed");
		return this.writer.page(request, "confirm-many", model);
	}

	ServerResponse clear(ServerRequest request) {
		PageParameters parameters = new PageParameters(request);
		boolean isConfirmed = Affected.of(parameters).isConfirmed(parameters)
				&& (parameters.find("typed") != null || !count().isTyped());
		if (!isConfirmed) {
			return this.writer.redirect(request, QUESTION, Map.of("note", Notice.NUMBER_DIFFERS));
		}
		long deadline = System.nanoTime() + AT_A_TIME.toNanos();
		DelayedOperations delayed = this.resque.delayed();
		long removed = delayed.reset(() -> System.nanoTime() - deadline < 0);
		// What is no delayed job stays.
		boolean isEnd = removed == 0 || delayed.countSeconds() == 0;
		Map<String, Object> target = new LinkedHashMap<>(isEnd ? Map.of() : this.writer.proven(request, GOES_ON));
		target.put("note", isEnd ? Notice.DELAYED_CLEARED : Notice.BULK_GOES_ON);
		target.put("count", removed);
		return this.writer.redirect(request, isEnd ? "/delayed" : QUESTION, target);
	}

	private Affected count() {
		DelayedOperations delayed = this.resque.delayed();
		long seconds = delayed.countSeconds();
		long jobs = delayed.seconds(0, COUNTED).values().stream().mapToLong((size) -> Math.max(0, size)).sum();
		return new Affected(jobs, seconds <= COUNTED);
	}

}
