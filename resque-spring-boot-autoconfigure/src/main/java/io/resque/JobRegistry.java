package io.resque;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The jobs of this application, by name, alias and class. A class name from Redis is
 * looked up here and nowhere else.
 */
public final class JobRegistry {

	/**
	 * Creates a registry.
	 * @param definitions all jobs
	 * @throws DuplicateJobException when two of them claim the same name or alias
	 */
	public JobRegistry(Collection<JobDefinition> definitions) {
	}

	/**
	 * The job of a name or alias. Dashes are camel-cased when the name itself is unknown,
	 * as Ruby does.
	 */
	public Optional<JobDefinition> find(String name) {
		throw new UnsupportedOperationException();
	}

	/** The jobs of a bean class: one, or one for each annotated method. */
	public List<JobDefinition> of(Class<?> type) {
		throw new UnsupportedOperationException();
	}

	/** All jobs, in the order of their names. */
	public Collection<JobDefinition> all() {
		throw new UnsupportedOperationException();
	}

	/** The queues of all jobs, sorted: what a worker serves unless told otherwise. */
	public Set<String> queues() {
		throw new UnsupportedOperationException();
	}

}
