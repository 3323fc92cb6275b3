package io.resque.event;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Announces events: to the log, then to the listeners of the application. A listener that
 * throws, whatever it throws, or leaves its thread interrupted disturbs nobody.
 */
public final class ResqueEvents {

	private final EventLog log = new EventLog();

	private final ApplicationEventPublisher publisher;

	public ResqueEvents(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Announces an event. Never throws: whoever announces has more important things to
	 * do.
	 */
	public void announce(ResqueEvent event) {
		boolean interrupted = Thread.currentThread().isInterrupted();
		attempt("logging " + event.getClass().getSimpleName(), () -> this.log.write(event));
		attempt("telling listeners about " + event.getClass().getSimpleName(),
				() -> this.publisher.publishEvent(event));
		if (!interrupted) {
			Thread.interrupted();
		}
	}

	private void attempt(String activity, Runnable announcement) {
		try {
			announcement.run();
		}
		catch (Throwable ex) {
			complain(activity, ex);
		}
	}

	private void complain(String activity, Throwable problem) {
		try {
			this.log.write(new WorkerEvent.Unexpected(activity, problem));
		}
		catch (Throwable ex) {
			// Not even this can be said: the problem fails when it is asked what it is.
		}
	}

}
