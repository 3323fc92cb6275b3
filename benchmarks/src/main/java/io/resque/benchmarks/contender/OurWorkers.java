package io.resque.benchmarks.contender;

import java.util.stream.Stream;

import org.springframework.context.ConfigurableApplicationContext;

import io.resque.benchmarks.ours.WorkerApplication;
import io.resque.benchmarks.server.Load;
import io.resque.benchmarks.server.RedisServer;
import io.resque.worker.WorkerContainer;

/**
 * The library with its defaults, in a Spring Boot application without web.
 */
public final class OurWorkers implements Contender {

	private final String name;

	private final ConfigurableApplicationContext application;

	private final WorkerContainer container;

	/**
	 * Makes the application; its workers do not start yet.
	 * @param server its Redis
	 * @param slots jobs that run at the same time
	 * @param queues their queue list
	 * @param properties further properties
	 */
	public OurWorkers(RedisServer server, int slots, String queues, String... properties) {
		this.name = "ours: " + slots + ((slots == 1) ? " slot" : " slots");
		this.application = WorkerApplication.run(server,
				Stream.concat(Stream.of("resque.worker.auto-startup=false", "resque.worker.concurrency=" + slots,
						"resque.worker.queues=" + queues), Stream.of(properties))
					.toArray(String[]::new));
		this.container = this.application.getBean(WorkerContainer.class);
	}

	/** The application. */
	public ConfigurableApplicationContext application() {
		return this.application;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Guarantee guarantee() {
		return Guarantee.AT_LEAST_ONCE;
	}

	@Override
	public boolean counts() {
		return true;
	}

	@Override
	public void start() {
		this.container.start();
	}

	@Override
	public void stop() {
		this.container.stop();
	}

	@Override
	public long sent(Load load) {
		if (load.recorded() < load.scripts()) {
			throw new IllegalStateException("The library has connections that the harness does not see: " + load);
		}
		return load.recorded();
	}

	@Override
	public void close() {
		this.application.close();
	}

}
