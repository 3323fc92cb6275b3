package io.resque.chaos;

import java.nio.file.Path;
import java.time.Duration;

import io.resque.testsupport.TestConnections;
import io.resque.testsupport.TestWorkers;
import io.resque.testsupport.WorkerMain;
import io.resque.worker.WorkerContainer;

/**
 * A worker process that performs {@link ChaosJobs}, to be attacked.
 */
public final class ChaosWorker {

	static final int SLOTS = 4;

	/** The default. */
	private static final int PREFETCH = 1000;

	private ChaosWorker() {
	}

	/** Arguments: URL, directory of the log, lease in milliseconds. */
	public static void main(String[] arguments) {
		RunLog log = RunLog.append(Path.of(arguments[1]), "worker-" + ProcessHandle.current().pid());
		TestWorkers workers = new TestWorkers(TestConnections.to(arguments[0]).resque())
			.pool(SLOTS, PREFETCH, ChaosJobs.QUEUES)
			.pollInterval(Duration.ofMillis(500))
			.lease(Duration.ofMillis(Long.parseLong(arguments[2])));
		WorkerContainer container = ChaosJobs.register(workers, log).container();
		Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
		WorkerMain.endWithTheTest();
		container.start();
	}

}
