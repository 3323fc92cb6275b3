package io.resque.dashboard.page;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.inspect.HistorySample;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.inspect.WorkerInfo;

/**
 * The page to look at first: totals, queues, what is being worked on.
 */
final class OverviewPage {

	private static final int ROWS = 30;

	private final ResqueInspector inspector;

	private final WorkerControl control;

	private final PageWriter writer;

	private final Clock clock;

	OverviewPage(ResqueInspector inspector, WorkerControl control, PageWriter writer, Clock clock) {
		this.inspector = inspector;
		this.control = control;
		this.writer = writer;
		this.clock = clock;
	}

	ServerResponse show(ServerRequest request) {
		List<QueueRow> queues = QueueRow.of(this.inspector.queueSizes(), this.control.pausedQueues());
		List<WorkerInfo> working = this.inspector.working();
		ChartSpan span = ChartSpan.of(new PageParameters(request).find("chart"));
		Instant now = this.clock.instant();
		List<HistorySample> history = this.inspector.history(span.minutes() + (int) span.step().toMinutes());
		long pending = queues.stream().mapToLong((queue) -> Math.max(0, queue.size())).sum();
		Map<String, Object> model = new HashMap<>();
		model.put("allPaused", this.control.isPaused());
		model.put("queues", QueueRow.withHeads(first(queues), this.inspector));
		model.put("moreQueues", queues.size() > ROWS);
		model.put("greatest", QueueRow.greatest(queues));
		model.put("working", first(working));
		model.put("moreWorking", working.size() > ROWS);
		model.put("span", span);
		model.put("chart", ThroughputChart.of(history, now, span.step(), span.steps()));
		model.put("drain", Drain.of(history, pending, now));
		return this.writer.page(request, "overview", model);
	}

	private static <T> List<T> first(List<T> rows) {
		return rows.subList(0, Math.min(ROWS, rows.size()));
	}

}
