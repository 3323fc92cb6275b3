package io.resque.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

import io.resque.JobHooks;
import io.resque.JobRegistry;
import io.resque.worker.fork.ChildLoop;
import io.resque.worker.fork.ChildSettings;

/**
 * Performs jobs in the main thread of a child, from where the application would call its
 * runners, which are not called. Then the process ends.
 */
class ChildApplication implements ApplicationListener<ApplicationStartedEvent> {

	private final ChildLoop loop;

	private final JobRegistry registry;

	private final ObjectProvider<JobHooks> hooks;

	private final ChildSettings settings;

	private final ConfigurableApplicationContext context;

	ChildApplication(ChildLoop loop, JobRegistry registry, ObjectProvider<JobHooks> hooks, ChildSettings settings,
			ConfigurableApplicationContext context) {
		this.loop = loop;
		this.registry = registry;
		this.hooks = hooks;
		this.settings = settings;
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (event.getApplicationContext() != this.context) {
			return;
		}
		makeJobs();
		try {
			this.loop.run();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (this.settings.runAtExitHooks()) {
			System.exit(SpringApplication.exit(this.context));
		}
		Runtime.getRuntime().halt(0);
	}

	/** Lazy beans would be made by the first job, which is not to wait for that. */
	private void makeJobs() {
		this.registry.all().forEach((job) -> job.method().prepare());
		this.hooks.orderedStream().forEach((hook) -> {
		});
	}

}
