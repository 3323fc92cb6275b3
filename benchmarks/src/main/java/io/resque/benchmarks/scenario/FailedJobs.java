package io.resque.benchmarks.scenario;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.lettuce.core.ScriptOutputType;

import org.springframework.context.ConfigurableApplicationContext;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.ours.WorkerApplication;
import io.resque.failure.BulkAction;
import io.resque.failure.BulkProgress;
import io.resque.failure.CountedFailures;
import io.resque.failure.FailureFilter;
import io.resque.failure.Failures;

/**
 * What can be done with a very long list of failed jobs.
 */
public final class FailedJobs implements Scenario {

	private static final int CHUNK = 1000;

	/** Each tenth one is a timeout; 1,500 bytes, most of them stack. */
	private static final String FILL = """
			local frames = {}
			for i = 1, 14 do
			  frames[i] = '"at com.example.billing.InvoiceService.step' .. i .. '(InvoiceService.java:' .. (100 + i) .. ') ~[app.jar]"'
			end
			for i = tonumber(ARGV[1]), tonumber(ARGV[2]) do
			  local timeout = i % 10 == 0
			  redis.call('RPUSH', 'resque:failed', '{"failed_at":"2026/11/26 12:00:00 UTC","payload":{"class":"Invoice","args":['
			    .. i .. ',"customer-' .. i .. '"]},"exception":"' .. (timeout and 'java.net.SocketTimeoutException' or 'java.lang.IllegalStateException')
			    .. '","error":"' .. (timeout and 'Read timed out' or 'no such account') .. ' (invoice ' .. i .. ')","backtrace":['
			    .. table.concat(frames, ',') .. '],"worker":"web-1.f7a0fa:13353-2:billing","queue":"waits"}')
			end
			return 'OK'
			""";

	private final Map<String, List<Double>> times = new LinkedHashMap<>();

	private final Table changes = new Table("", "seconds", "entries/s", "longest chunk ms", "heap before MiB",
			"most MiB");

	@Override
	public String name() {
		return "failures";
	}

	@Override
	public void run(Bench bench) {
		int entries = bench.options().sized(1_000_000, 20_000);
		int runs = bench.options().sized(4, 2);
		ConfigurableApplicationContext application = WorkerApplication.run(bench.server(),
				"resque.worker.auto-startup=false", "resque.scheduler.enabled=false");
		try (application) {
			Failures failures = application.getBean(Failures.class);
			fill(bench, entries);
			count(bench, failures);
			for (int run = 0; run < runs; run++) {
				bench.report().progress("failures, run " + run);
				read(failures);
			}
			change(bench, failures, entries / 10);
		}
		Table reading = new Table("", "ms", "range");
		this.times
			.forEach((name, values) -> reading.row(name, Figures.precise(of(values).median()), of(values).range()));
		bench.report().heading("Failed jobs: " + Figures.whole(entries) + " in one list");
		bench.report().table(reading);
		bench.report()
			.say("Actions on " + Figures.whole(entries / 10)
					+ " entries: each tenth one of all, or the newest ones. The longest "
					+ "chunk is read, decided and changed. Heap in use after a collection, before, and the most of all looks, one each 50 chunks.");
		bench.report().table(this.changes);
	}

	/** The first run, which is compiled, does not count. */
	private static Figures of(List<Double> values) {
		return new Figures(values.stream().skip(1).mapToDouble(Double::doubleValue).toArray());
	}

	/** Appends failed jobs to the list. */
	static void fill(Bench bench, int entries) {
		for (int from = 0; from < entries; from += CHUNK) {
			String[] arguments = { Integer.toString(from), Integer.toString(from + CHUNK - 1) };
			bench.probe().ask((redis) -> redis.eval(FILL, ScriptOutputType.STATUS, new String[0], arguments));
		}
	}

	/** As worker processes do it, without their pauses. */
	private static void count(Bench bench, Failures failures) {
		double before = heap();
		double most = 0;
		long start = System.nanoTime();
		int calls = 0;
		// Nothing is counted before somebody asks.
		failures.groups();
		while (failures.countGroups()) {
			most = (++calls % 20 == 0) ? Math.max(most, heap()) : most;
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		long bytes = bench.probe().ask((redis) -> redis.memoryUsage("resque:spring:groups:failed"));
		bench.report()
			.say("All counted by group once: " + Figures.precise(seconds) + " s; heap before " + Figures.precise(before)
					+ " MiB, most " + Figures.precise(most) + " MiB; " + failures.groups().groups().size()
					+ " groups are " + Figures.whole(bytes) + " bytes in Redis.");
	}

	private void read(Failures failures) {
		FailureFilter all = FailureFilter.ALL;
		time("list of groups", failures::groups);
		time("first page of 20", () -> failures.newest(0, 20));
		time("first page of 20 with a filter",
				() -> failures.search(all.withException("SocketTimeoutException"), null, 20));
		time("a stretch of 8,000 without a hit, by job", () -> failures.search(all.withJob("Absent"), null, 20));
		time("a stretch of 8,000 without a hit, by text",
				() -> failures.search(all.withText("nowhere to be found"), null, 20));
		time("a stretch of 8,000 without a hit, where each entry has to be decoded",
				() -> failures.search(all.withText("invoiceservice"), null, 20));
		time("all counted, by text", () -> {
			CountedFailures counted = failures.count(all.withText("READ TIMED OUT"), null);
			while (counted.next() != null) {
				counted = failures.count(all.withText("READ TIMED OUT"), counted.next());
			}
		});
	}

	private void change(Bench bench, Failures failures, int some) {
		FailureFilter timeouts = group(failures, "Read timed out");
		FailureFilter others = group(failures, "no such account");
		apply(bench, "retry a group, each tenth one", failures, BulkAction.RETRY, timeouts, some);
		apply(bench, "remove a group, each tenth one", failures, BulkAction.REMOVE, timeouts, some);
		apply(bench, "retry a group, the newest ones", failures, BulkAction.RETRY, others, some);
		apply(bench, "retry and remove a group, the newest that were not retried", failures,
				BulkAction.RETRY_AND_REMOVE, others, some);
	}

	private static FailureFilter group(Failures failures, String message) {
		return failures.groups()
			.groups()
			.stream()
			.filter((group) -> group.fingerprint().message().startsWith(message))
			.findFirst()
			.orElseThrow()
			.filter();
	}

	private void time(String name, Runnable action) {
		long start = System.nanoTime();
		action.run();
		add(this.times, name, (System.nanoTime() - start) / 1e6);
	}

	private void apply(Bench bench, String name, Failures failures, BulkAction action, FailureFilter filter, int most) {
		double before = heap();
		Watch watch = new Watch(most);
		long start = System.nanoTime();
		long done = failures.apply(action, filter, null, watch).done();
		double seconds = (System.nanoTime() - start - watch.paused) / 1e9;
		this.changes.row(name, Figures.precise(seconds), Figures.whole(done / seconds),
				Figures.precise(watch.longest / 1e6), Figures.precise(before), Figures.precise(watch.highest));
		bench.report().progress(name + " took " + Figures.precise(seconds) + " s");
		if (done < most || done >= most + CHUNK) {
			throw new IllegalStateException(name + ": " + done + " instead of " + most);
		}
	}

	private static double heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024.0;
	}

	private static void add(Map<String, List<Double>> figures, String name, double value) {
		figures.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
	}

	/** Looks at the heap now and then, which does not count, and ends the action. */
	private static final class Watch implements Predicate<BulkProgress> {

		private final int most;

		private int chunks;

		private long last = System.nanoTime();

		private long longest;

		private long paused;

		private double highest = heap();

		Watch(int most) {
			this.most = most;
		}

		@Override
		public boolean test(BulkProgress progress) {
			long now = System.nanoTime();
			this.longest = Math.max(this.longest, now - this.last);
			if (++this.chunks % 50 == 0) {
				this.highest = Math.max(this.highest, heap());
			}
			this.last = System.nanoTime();
			this.paused += this.last - now;
			return progress.done() < this.most;
		}

	}

}
