package io.resque.failure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.JobCodec;
import io.resque.event.FailureEvent;
import io.resque.event.ResqueEvents;
import io.resque.redis.FailedEntry;

/**
 * Has failed jobs recorded, by all backends that were chosen. One that throws does not
 * keep the others from it, and loses no failure.
 */
public final class FailureRecorder {

	private final Map<String, FailureBackend> backends;

	private final boolean listForEachQueue;

	private final FailureEntries entries;

	private final ResqueEvents events;

	private FailureRecorder(Map<String, FailureBackend> backends, boolean listForEachQueue, FailureEntries entries,
			ResqueEvents events) {
		this.backends = backends;
		this.listForEachQueue = listForEachQueue;
		this.entries = entries;
		this.events = events;
	}

	/**
	 * Makes a recorder of the backends that the settings name.
	 * @param settings the settings
	 * @param beans the backends of the application by name, in their order; they are the
	 * choice when the settings name none
	 * @param codec writes entries
	 * @param events where to announce
	 * @return the recorder
	 * @throws UnknownBackendException when the settings name one that does not exist
	 */
	public static FailureRecorder of(FailureSettings settings, Map<String, FailureBackend> beans, JobCodec codec,
			ResqueEvents events) {
		FailureEntries entries = new FailureEntries(codec);
		Map<String, FailureBackend> backends = new LinkedHashMap<>();
		for (String name : settings.backends()) {
			backends.put(name, switch (name) {
				case FailureSettings.REDIS, FailureSettings.REDIS_MULTI_QUEUE -> entries;
				case FailureSettings.LOG -> new LogBackend(entries, codec.json(), events);
				default -> bean(name, beans);
			});
		}
		if (backends.isEmpty()) {
			backends.putAll(beans.isEmpty() ? Map.of(FailureSettings.REDIS, entries) : beans);
		}
		return new FailureRecorder(backends, settings.listForEachQueue(), entries, events);
	}

	private static FailureBackend bean(String name, Map<String, FailureBackend> beans) {
		FailureBackend bean = beans.get(name);
		if (bean == null) {
			throw new UnknownBackendException(name, beans.keySet());
		}
		return bean;
	}

	/** Names of the backends, in the order in which they are called. */
	public List<String> backends() {
		return List.copyOf(this.backends.keySet());
	}

	/**
	 * Has the backends take a failure. What is left to do belongs into the step that ends
	 * the job in Redis: so a crash neither loses the entry nor doubles it.
	 * @param failure the failure
	 * @return the entry for a failed list, or null when none is wanted
	 */
	public @Nullable FailedEntry record(JobFailure failure) {
		byte[] entry = null;
		boolean lost = false;
		for (Map.Entry<String, FailureBackend> backend : this.backends.entrySet()) {
			try {
				byte[] saved = backend.getValue().save(failure);
				entry = (entry != null) ? entry : saved;
			}
			catch (Throwable ex) {
				lost = true;
				this.events.announce(new FailureEvent.NotSaved(backend.getKey(), failure.queue(), ex));
			}
		}
		if (entry == null && lost) {
			entry = this.entries.save(failure);
		}
		if (entry == null) {
			return null;
		}
		return this.listForEachQueue ? FailedEntry.ofQueue(failure.queue(), entry) : FailedEntry.ofAll(entry);
	}

}
