package io.resque.testsupport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.resque.event.ResqueEvent;
import io.resque.event.ResqueEvents;

/**
 * Keeps the events that were announced.
 */
public final class RecordedEvents {

	private final List<ResqueEvent> all = new CopyOnWriteArrayList<>();

	private final ResqueEvents events = new ResqueEvents((event) -> {
		this.all.add((ResqueEvent) event);
		this.listener.accept((ResqueEvent) event);
	});

	private volatile Consumer<ResqueEvent> listener = (event) -> {
	};

	/** What announces. */
	public ResqueEvents events() {
		return this.events;
	}

	/** Has every event told to a listener of the application, too. */
	public void tell(Consumer<ResqueEvent> listener) {
		this.listener = listener;
	}

	/** The events of one kind, in their order. */
	public <E extends ResqueEvent> List<E> of(Class<E> kind) {
		return this.all.stream().filter(kind::isInstance).map(kind::cast).toList();
	}

}
