package io.resque.autoconfigure;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

import io.resque.JobHooks;
import io.resque.JobRegistry;
import io.resque.WorkerHooks;
import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.worker.fork.ChildLoop;
import io.resque.worker.fork.ChildSettings;

/**
 * Performs jobs in the main thread of a child, from where the application would call its
 * runners, which are not called. Then the process ends.
 */
class ChildApplication implements ApplicationListener<ApplicationStartedEvent> {

	private final ChildLoop loop;

	private final JobRegistry registry;

	private final WorkerHookCalls workerHooks;

	private final ResqueEvents events;

	private final ChildSettings settings;

	private final ConfigurableApplicationContext context;

	ChildApplication(ChildLoop loop, JobRegistry registry, WorkerHookCalls workerHooks, ResqueEvents events,
			ChildSettings settings, ConfigurableApplicationContext context) {
		this.loop = loop;
		this.workerHooks = workerHooks;
		this.events = events;
		this.registry = registry;
		this.settings = settings;
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (event.getApplicationContext() != this.context) {
			return;
		}
		makeJobs();
		perform();
		if (this.settings.runAtExitHooks()) {
			System.exit(SpringApplication.exit(this.context));
		}
		Runtime.getRuntime().halt(0);
	}

	/** Whatever happens here, the process must not stay: its parent waits for it. */
	private void perform() {
		try {
			this.loop.run();
			if (this.loop.hadJobs()) {
				this.workerHooks.call("beforeChildExit", WorkerHooks::beforeChildExit);
			}
		}
		catch (RuntimeException | Error ex) {
			this.events.announce(new WorkerEvent.Unexpected("performing jobs in a child process", ex));
			Runtime.getRuntime().halt(1);
		}
	}

	/** Lazy beans would be made by the first job, which is not to wait for that. */
	private void makeJobs() {
		this.registry.all().forEach((job) -> job.method().prepare());
		this.context.getBeanProvider(JobHooks.class).orderedStream().forEach((hook) -> {
		});
	}

}
