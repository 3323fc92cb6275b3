package io.resque.benchmarks.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.util.FileSystemUtils;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.contender.Echo;
import io.resque.benchmarks.ours.Mark;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.ours.WorkerApplication;
import io.resque.benchmarks.ours.WorkerJvm;
import io.resque.benchmarks.server.Pause;
import io.resque.event.WorkerEvent;
import io.resque.worker.WorkerContainer;

/**
 * What a child process costs, and how soon a warm one starts a job.
 */
public final class ForkMode implements Scenario {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final int CORES = Runtime.getRuntime().availableProcessors();

	@Override
	public String name() {
		return "fork";
	}

	@Override
	public void run(Bench bench) {
		try {
			Path archives = Files.createTempDirectory("resque-benchmarks");
			try {
				starts(bench, archives);
				handOver(bench, archives);
				throughput(bench, archives);
			}
			finally {
				FileSystemUtils.deleteRecursively(archives);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void starts(Bench bench, Path archives) {
		int times = bench.options().sized(7, 2);
		List<Double> naive = new ArrayList<>();
		for (int i = 0; i < times; i++) {
			long before = System.nanoTime();
			List<WorkerJvm> worker = WorkerJvm.start(bench.server(), bench.probe(), 1, 1);
			naive.add((System.nanoTime() - before) / 1e6);
			WorkerJvm.stop(worker);
		}
		Children plain = children(bench, archives, times, "resque.child.archive.enabled=false");
		makeArchive(bench, archives);
		Children fast = children(bench, archives, times);
		double first = new Figures(naive.stream().mapToDouble(Double::doubleValue).toArray()).median();
		bench.report().heading("Fork mode: the start of a child");
		bench.report()
			.say("Until a worker is registered, or a child is ready; median of " + times + " starts, one after the "
					+ "other. Processor seconds of the whole machine.");
		bench.report()
			.table(new Table("", "ms", "÷ naive", "processor s")
				.row("the application as it is (no web)", Figures.whole(first), "1.00", "–")
				.row("a child without archive", Figures.whole(plain.millis()), Figures.times(plain.millis(), first),
						Figures.precise(plain.processor()))
				.row("a child with the archive", Figures.whole(fast.millis()), Figures.times(fast.millis(), first),
						Figures.precise(fast.processor())));
	}

	/**
	 * Starts children one after the other: each is followed by the next when it has had
	 * its job.
	 */
	private static Children children(Bench bench, Path archives, int times, String... properties) {
		bench.report().progress("fork: starts " + Arrays.toString(properties));
		try (ForkWorkers workers = ForkWorkers.start(bench, archives, 1, properties)) {
			workers.awaitStarts(1);
			double before = processorSeconds();
			for (int i = 1; i <= times; i++) {
				bench.probe().fill(NoOp.QUEUE, NoOp.payload(10), 1);
				workers.awaitStarts(i + 1);
			}
			double processor = (processorSeconds() - before) / times;
			return new Children(
					new Figures(workers.started.stream().skip(1).mapToDouble(Long::doubleValue).toArray()).median(),
					processor);
		}
	}

	private static void handOver(Bench bench, Path archives) {
		int times = bench.options().sized(100, 5);
		double[] millis = new double[times];
		bench.probe().flush();
		try (ForkWorkers workers = ForkWorkers.start(bench, archives, 2, "resque.worker.queues=" + Mark.QUEUE)) {
			for (int i = 0; i < times; i++) {
				workers.awaitStarts(2 + i);
				Pause.ofMillis(200);
				long before = System.nanoTime();
				bench.probe().fill(Mark.QUEUE, Mark.payload(i), 1);
				int marks = i + 1;
				Pause.until("the job has started", PATIENCE,
						() -> bench.probe().ask((redis) -> redis.llen(Mark.MARKS)) == marks);
				long started = Long.parseLong(bench.probe().ask((redis) -> redis.lindex(Mark.MARKS, -1)));
				millis[i] = (started - before) / 1e6;
			}
		}
		Figures figures = new Figures(millis);
		bench.report().heading("Fork mode: handing a job to a warm child");
		bench.report()
			.say("From before the `RPUSH` to the first line of `perform` in the child, " + times
					+ " jobs, each when two children have been ready for 200 ms; each child has one job.");
		bench.report()
			.table(new Table("", "p50 ms", "p99 ms", "max ms").row("warm child", Figures.precise(figures.median()),
					Figures.precise(figures.percentile(99)), Figures.precise(figures.percentile(100))));
	}

	/**
	 * Without a limit first: a worker lives long, so what its JVM compiles in the
	 * beginning is not what a job costs. The cost of a start changes with the machine, so
	 * it is measured on both sides of each row.
	 */
	private static void throughput(Bench bench, Path archives) {
		double echo = Echo.perSecond(bench.options().sized(300_000, 10_000));
		Table table = new Table("jobs per child", "jobs", "jobs/s", "processor s of a start", "÷ cores ÷ start × jobs",
				"÷ bare request", "processor ms a job");
		int endless = bench.options().sized(200_000, 20);
		Drained all = drain(bench, archives, 0, endless);
		table.row("no limit", Figures.whole(endless), Figures.precise(all.perSecond()), "–", "–",
				Figures.precise(all.perSecond() / echo), Figures.precise(1000 * all.processor()));
		int starts = bench.options().sized(4, 1);
		for (int perChild : List.of(1000, 100, 10, 1)) {
			int jobs = bench.options().sized(perChild * 20, 20);
			double before = children(bench, archives, starts).processor();
			Drained drained = drain(bench, archives, perChild, jobs);
			double start = (before + children(bench, archives, starts).processor()) / 2;
			table.row(perChild, Figures.whole(jobs), Figures.precise(drained.perSecond()), Figures.precise(start),
					Figures.times(drained.perSecond(), CORES / start * perChild),
					Figures.precise(drained.perSecond() / echo), Figures.precise(1000 * drained.processor()));
		}
		bench.report().heading("Fork mode: throughput");
		bench.report()
			.say("Jobs that do nothing, " + CORES + " slots and as many spares, with the archive. "
					+ "*Cores ÷ start × jobs*: what the processors could do if they did nothing but start children, "
					+ starts + " of which are measured before and " + starts
					+ " after each row. *Bare request*: a request and an "
					+ "answer between two JVMs over such a socket, " + Figures.whole(echo)
					+ " a second, one at a time.");
		bench.report().table(table);
	}

	private static Drained drain(Bench bench, Path archives, int perChild, int jobs) {
		bench.report().progress("fork: " + perChild + " jobs per child");
		bench.probe().flush();
		try (ForkWorkers workers = ForkWorkers.start(bench, archives, CORES,
				"resque.worker.fork.jobs-per-child=" + perChild, "resque.worker.queues=" + NoOp.QUEUE)) {
			workers.awaitStarts(CORES);
			int before = (perChild == 0) ? jobs / 2 : CORES * perChild;
			bench.probe().fill(NoOp.QUEUE, NoOp.payload(100), before + jobs);
			Pause.until("the first children are used up", PATIENCE, () -> bench.probe().processed() >= before);
			long already = bench.probe().processed();
			double processor = processorSeconds();
			long from = System.nanoTime();
			Pause.until("all are counted", PATIENCE, () -> bench.probe().processed() >= before + jobs);
			double seconds = (System.nanoTime() - from) / 1e9;
			long done = before + jobs - already;
			return new Drained(done / seconds, (processorSeconds() - processor) / done);
		}
	}

	private static void makeArchive(Bench bench, Path archives) {
		bench.report().progress("fork: making the archive");
		ForkWorkers makers = ForkWorkers.start(bench, archives, 1);
		try {
			awaitArchive(archives);
		}
		finally {
			makers.close();
		}
	}

	private static void awaitArchive(Path archives) {
		Pause.until("the archive", PATIENCE, () -> {
			try (Stream<Path> files = Files.walk(archives)) {
				return files.anyMatch((file) -> file.getFileName().toString().matches("classes\\.(jsa|aot)"));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	/** What all processes of the machine have used, in user and system mode. */
	private static double processorSeconds() {
		try {
			String[] figures = Files.readAllLines(Path.of("/proc/stat")).get(0).split("\\s+");
			return (Long.parseLong(figures[1]) + Long.parseLong(figures[2]) + Long.parseLong(figures[3])) / 100.0;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Starts of children.
	 *
	 * @param millis median
	 * @param processor processor seconds of each
	 */
	private record Children(double millis, double processor) {
	}

	/**
	 * A drain.
	 *
	 * @param perSecond jobs a second
	 * @param processor processor seconds of a job
	 */
	private record Drained(double perSecond, double processor) {
	}

	/** A worker in this JVM with children. */
	private static final class ForkWorkers implements AutoCloseable {

		private final ConcurrentLinkedQueue<Long> started = new ConcurrentLinkedQueue<>();

		private final ConfigurableApplicationContext application;

		private ForkWorkers(ConfigurableApplicationContext application) {
			this.application = application;
			ApplicationListener<ApplicationEvent> listener = (event) -> {
				if (event instanceof PayloadApplicationEvent<?> payload
						&& payload.getPayload() instanceof WorkerEvent.ChildStarted child) {
					this.started.add(child.took().toMillis());
				}
			};
			application.addApplicationListener(listener);
		}

		static ForkWorkers start(Bench bench, Path archives, int slots, String... properties) {
			List<String> all = new ArrayList<>(List.of("resque.worker.mode=fork", "resque.worker.concurrency=" + slots,
					"resque.worker.fork.spares=" + slots,
					"resque.child.main-class=" + WorkerApplication.class.getName(),
					"resque.child.jvm-arguments=-Xms64m,-Xmx256m", "resque.child.archive.directory=" + archives,
					"resque.worker.auto-startup=false"));
			for (String property : properties) {
				all.removeIf((other) -> other.split("=")[0].equals(property.split("=")[0]));
				all.add(property);
			}
			ForkWorkers workers = new ForkWorkers(WorkerApplication.run(bench.server(), all.toArray(String[]::new)));
			workers.application.getBean(WorkerContainer.class).start();
			return workers;
		}

		void awaitStarts(int count) {
			Pause.until(count + " children are ready", PATIENCE, () -> this.started.size() >= count);
		}

		@Override
		public void close() {
			this.application.close();
		}

	}

}
