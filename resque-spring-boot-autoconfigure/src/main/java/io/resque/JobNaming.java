package io.resque;

import java.util.Arrays;
import java.util.List;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Names and queue of a job, from its annotation.
 */
final class JobNaming {

	private final ConfigurableBeanFactory beans;

	JobNaming(ConfigurableBeanFactory beans) {
		this.beans = beans;
	}

	JobDefinition define(ResqueJob annotation, String defaultName, Class<?> type, JobMethod method) {
		String name = Names.job(resolve(annotation.name().isEmpty() ? defaultName : annotation.name()));
		String queue = resolve(annotation.queue());
		List<String> aliases = Arrays.stream(annotation.aliases()).map(this::resolve).map(Names::job).toList();
		return new JobDefinition(name, queue.isEmpty() ? null : Names.queue(queue), aliases, annotation.onCrash(), type,
				method);
	}

	/**
	 * An application context has its own resolver from the moment on when it creates
	 * ordinary beans.
	 */
	private String resolve(String text) {
		String resolved = this.beans.hasEmbeddedValueResolver() ? this.beans.resolveEmbeddedValue(text)
				: environment().resolvePlaceholders(text);
		return (resolved != null) ? resolved : "";
	}

	private Environment environment() {
		return this.beans.getBean("environment", Environment.class);
	}

}
