package io.resque;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

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
		return new JobDefinition(name, queue.isEmpty() ? null : Names.queue(queue), aliases, annotation.onCrash(),
				timeout(annotation, type), annotation.retry(), type, method);
	}

	private Duration timeout(ResqueJob annotation, Class<?> type) {
		String text = resolve(annotation.timeout()).strip();
		if (text.isEmpty()) {
			return Duration.ZERO;
		}
		Duration timeout = parse(text);
		if (timeout.toMillis() < 1) {
			throw new InvalidJobException(type,
					"has the timeout '" + text + "': give a duration of at least 1ms, such as 30s or PT5M");
		}
		return timeout;
	}

	/** Zero when it is none. */
	private static Duration parse(String text) {
		try {
			return DurationFormatterUtils.detectAndParse(text, DurationFormat.Unit.SECONDS);
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			return Duration.ZERO;
		}
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
