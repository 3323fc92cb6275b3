package io.resque;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.resque.json.Secrets;

/**
 * The jobs of this application, by name, alias and class. A class name from Redis is
 * looked up here and nowhere else.
 */
public final class JobRegistry {

	private final Map<String, JobDefinition> byName = new HashMap<>();

	private final List<JobDefinition> all;

	/**
	 * Creates a registry.
	 * @param definitions all jobs
	 * @throws DuplicateJobException when two of them claim the same name or alias
	 */
	public JobRegistry(Collection<JobDefinition> definitions) {
		this.all = definitions.stream().sorted(Comparator.comparing(JobDefinition::name)).toList();
		for (JobDefinition definition : this.all) {
			claim(definition.name(), definition);
			definition.aliases().forEach((alias) -> claim(alias, definition));
			hideArgs(definition);
		}
	}

	/** Before the first of them is put into words. */
	private static void hideArgs(JobDefinition definition) {
		if (definition.method() instanceof BeanJobMethod bean) {
			Secrets.hide(definition.name(), bean.sensitive());
			definition.aliases().forEach((alias) -> Secrets.hide(alias, bean.sensitive()));
		}
	}

	private void claim(String name, JobDefinition definition) {
		JobDefinition first = this.byName.putIfAbsent(name, definition);
		if (first != null && first != definition) {
			throw new DuplicateJobException(name, first.type(), definition.type());
		}
	}

	/**
	 * The job of a name or alias. Dashes are camel-cased when the name itself is unknown,
	 * as Ruby does.
	 */
	public Optional<JobDefinition> find(String name) {
		JobDefinition definition = this.byName.get(name);
		if (definition == null && name.indexOf('-') >= 0) {
			definition = this.byName.get(camelCased(name));
		}
		return Optional.ofNullable(definition);
	}

	private static String camelCased(String name) {
		StringBuilder camelCased = new StringBuilder();
		for (String part : name.split("-")) {
			camelCased.append(StringUtils.capitalize(part));
		}
		return camelCased.toString();
	}

	/**
	 * The jobs of a bean class: one, or one for each annotated method. A type that beans
	 * extend or implement stands for them.
	 */
	public List<JobDefinition> of(Class<?> type) {
		Class<?> user = ClassUtils.getUserClass(type);
		List<JobDefinition> jobs = this.all.stream().filter((job) -> job.type() == user).toList();
		return !jobs.isEmpty() ? jobs : this.all.stream().filter((job) -> user.isAssignableFrom(job.type())).toList();
	}

	/** All jobs, in the order of their names. */
	public Collection<JobDefinition> all() {
		return this.all;
	}

	/** The queues of all jobs, sorted: what a worker serves unless told otherwise. */
	public Set<String> queues() {
		return this.all.stream()
			.map(JobDefinition::queue)
			.filter(Objects::nonNull)
			.collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), Collections::unmodifiableSet));
	}

}
