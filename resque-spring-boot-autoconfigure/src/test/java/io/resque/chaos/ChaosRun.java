package io.resque.chaos;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.resque.chaos.LogLine.What;
import io.resque.testsupport.CuttingProxy;
import io.resque.testsupport.OwnRedis;

/**
 * One run of all faults by their schedule, on a Redis of its own, with a proxy between it
 * and the workers.
 */
final class ChaosRun {

	private final long seed;

	private final Duration time;

	private final List<Fault> faults;

	ChaosRun(long seed, Duration time) {
		this.seed = seed;
		this.time = time;
		this.faults = FaultSchedule.of(seed, time, Arena.WORKERS, Arena.LEASE);
	}

	/** Runs it to its end. */
	Scorecard run() throws Exception {
		try (OwnRedis server = OwnRedis.start();
				CuttingProxy proxy = new CuttingProxy("127.0.0.1", server.port());
				Arena arena = Arena.open("seed-" + this.seed, server.url(), "redis://127.0.0.1:" + proxy.port(),
						this.seed)) {
			proxy.onCut((name) -> arena.log().note(What.CUT_DONE, name));
			inflict(new Victims(arena.workers(), server, proxy, arena.log()));
			proxy.disarm();
			Verdict verdict = arena.finish();
			Inflicted inflicted = Inflicted.by(RunLog.read(arena.directory()));
			return new Scorecard(this.seed, this.time, this.faults, inflicted, verdict, arena.directory());
		}
	}

	private void inflict(Victims victims) throws InterruptedException, ExecutionException {
		ScheduledExecutorService clock = Executors.newScheduledThreadPool(8);
		try {
			List<Future<?>> steps = this.faults.stream()
				.flatMap((fault) -> Stream.of(at(clock, fault.at(), () -> victims.begin(fault)),
						at(clock, fault.end(), () -> victims.end(fault))))
				.toList();
			TimeUnit.MILLISECONDS.sleep(this.time.toMillis());
			for (Future<?> step : steps) {
				step.get();
			}
		}
		finally {
			clock.shutdownNow();
		}
	}

	private static Future<?> at(ScheduledExecutorService clock, Duration time, Runnable step) {
		return clock.schedule(step, time.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * What the faults hit.
	 *
	 * @param workers the worker processes
	 * @param server Redis
	 * @param proxy what is between them
	 * @param log what is done
	 */
	private record Victims(Workforce workers, OwnRedis server, CuttingProxy proxy, RunLog log) {

		private void begin(Fault fault) {
			switch (fault.kind()) {
				case KILL -> this.workers.kill(fault.worker());
				case PAUSE -> this.workers.pause(fault.worker());
				case RESTART -> {
					this.log.note(What.REDIS_DOWN, LogLine.NONE);
					this.server.kill();
				}
				case CUT -> cut(fault.script());
			}
		}

		private void cut(String script) {
			this.log.note(What.CUT, script);
			if (script.equals(Fault.ALL)) {
				this.proxy.cutAll();
			}
			else {
				this.proxy.cutAfterScript(script);
			}
		}

		private void end(Fault fault) {
			switch (fault.kind()) {
				case KILL -> this.workers.start(fault.worker());
				case PAUSE -> this.workers.resume(fault.worker());
				case RESTART -> {
					this.server.restart();
					this.log.note(What.REDIS_UP, LogLine.NONE);
				}
				case CUT -> {
					// Nothing to mend.
				}
			}
		}

	}

}
