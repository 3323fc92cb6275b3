package io.resque.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

import io.resque.process.classic.ClassicStart;
import io.resque.process.classic.ClassicVariables;

/**
 * Gives the meaning of Ruby's environment variables as properties that anything else
 * overrides. They are among the default properties of the application, because whatever
 * else is added last, a later {@code @PropertySource} would go behind.
 */
class ClassicEnvironment implements EnvironmentPostProcessor, Ordered {

	/** Where a web environment keeps what a servlet container brings. */
	private static final String CONTAINER = "servletContextInitParams";

	/** When the default properties of the application are there. */
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		ClassicStart start = start(environment);
		if (start == null) {
			return;
		}
		MutablePropertySources sources = environment.getPropertySources();
		Map<String, Object> properties = new LinkedHashMap<>(start.properties());
		if (sources.get(DefaultPropertiesPropertySource.NAME) instanceof MapPropertySource defaults) {
			properties.putAll(defaults.getSource());
			sources.remove(DefaultPropertiesPropertySource.NAME);
		}
		sources.addLast(new DefaultPropertiesPropertySource(properties));
	}

	/**
	 * What the variables ask for.
	 * @param environment the environment
	 * @return that; null when this is no classic start: without workers, when it is
	 * switched off, and in a servlet container, whose variables are not this
	 * application's
	 */
	static @Nullable ClassicStart start(ConfigurableEnvironment environment) {
		PropertySource<?> container = environment.getPropertySources().get(CONTAINER);
		boolean deployed = container != null && !(container instanceof PropertySource.StubPropertySource);
		boolean wanted = environment.getProperty("resque.process.classic-variables", Boolean.class, true)
				&& environment.getProperty("resque.worker.enabled", Boolean.class, true);
		return (deployed || !wanted) ? null : ClassicVariables.read(variables(environment));
	}

	/** The environment variables of this process. */
	static Map<String, String> variables(ConfigurableEnvironment environment) {
		Map<String, String> variables = new LinkedHashMap<>();
		if (environment.getPropertySources()
			.get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME) instanceof MapPropertySource source) {
			source.getSource().forEach((name, value) -> variables.put(name, String.valueOf(value)));
		}
		return variables;
	}

}
