package io.resque.event;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Announces events: to the log, then to the listeners of the application. A listener that
 * throws disturbs nobody.
 */
public final class ResqueEvents {

	private final EventLog log = new EventLog();

	private final ApplicationEventPublisher publisher;

	public ResqueEvents(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/** Announces an event. */
	public void announce(ResqueEvent event) {
		this.log.write(event);
		try {
			this.publisher.publishEvent(event);
		}
		catch (Exception | LinkageError | AssertionError ex) {
			this.log
				.write(new WorkerEvent.Unexpected("telling listeners about " + event.getClass().getSimpleName(), ex));
		}
	}

}
