package io.resque.autoconfigure;

import java.util.List;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.process.classic.ClassicStart;

/**
 * Says what the classic start-up came to, when the application is up.
 */
class ClassicStartReport implements ApplicationListener<ApplicationStartedEvent> {

	private final ConfigurableApplicationContext context;

	private final ResqueEvents events;

	ClassicStartReport(ConfigurableApplicationContext context, ResqueEvents events) {
		this.context = context;
		this.events = events;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		ClassicStart start = (event.getApplicationContext() == this.context)
				? ClassicEnvironment.start(this.context.getEnvironment()) : null;
		if (start != null) {
			this.events.announce(new WorkerEvent.ClassicStart(start.remarks(), overridden(start)));
		}
	}

	/** What the application, or whoever started it, says instead. */
	private List<String> overridden(ClassicStart start) {
		ConfigurableEnvironment environment = this.context.getEnvironment();
		return start.properties()
			.entrySet()
			.stream()
			.filter((property) -> !property.getValue().equals(environment.getProperty(property.getKey())))
			.map((property) -> property.getKey() + "=" + environment.getProperty(property.getKey()))
			.toList();
	}

}
