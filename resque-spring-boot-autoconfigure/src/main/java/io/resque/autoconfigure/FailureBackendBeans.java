package io.resque.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

import io.resque.JobCodec;
import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.failure.FailureBackend;
import io.resque.failure.FailureRecorder;
import io.resque.failure.FailureSettings;

/**
 * The failure backends of the application, in their order.
 */
final class FailureBackendBeans {

	private final Map<String, FailureBackend> beans = new LinkedHashMap<>();

	FailureBackendBeans(ListableBeanFactory factory) {
		Map<String, FailureBackend> named = BeanFactoryUtils.beansOfTypeIncludingAncestors(factory,
				FailureBackend.class);
		factory.getBeanProvider(FailureBackend.class).orderedStream().forEach((bean) -> named.forEach((name, other) -> {
			if (other == bean) {
				this.beans.put(name, bean);
			}
		}));
		// Those of which each look brings another one, such as prototypes.
		named.forEach(this.beans::putIfAbsent);
	}

	FailureRecorder recorder(FailureSettings settings, JobCodec codec, ResqueEvents events) {
		return FailureRecorder.of(settings, this.beans, codec, events);
	}

	/** Nobody defines a backend to have it left out. */
	void tellOfUnused(FailureRecorder recorder, ResqueEvents events) {
		this.beans.keySet()
			.stream()
			.filter((name) -> !recorder.backends().contains(name))
			.forEach((name) -> events
				.announce(new WorkerEvent.Doubtful("FailureBackend bean '" + name + "' gets no failures: "
						+ "resque.failure.backends names " + String.join(", ", recorder.backends()) + " only")));
	}

}
