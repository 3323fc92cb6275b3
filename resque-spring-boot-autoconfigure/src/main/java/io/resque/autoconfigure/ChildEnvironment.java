package io.resque.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import io.resque.process.Signals;
import io.resque.worker.fork.ChildLauncher;
import io.resque.worker.fork.ChildLink;

/**
 * Makes a child process of this application, when its parent says so: before anything
 * else is configured it connects to the parent and takes over the properties that this
 * hands on. In every other process it remembers the main class, for children to come.
 */
class ChildEnvironment implements EnvironmentPostProcessor, Ordered {

	/** Exit code of a child whose parent is gone. */
	private static final int ORPHAN = 75;

	private static final String MAIN_CLASS = "resque.child.main-class";

	/** One process has one parent, however many contexts it makes. */
	private static @Nullable ChildLink link;

	/** Before configuration files are read: what a child gets may decide about them. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		String socket = System.getProperty(ChildLauncher.SOCKET_PROPERTY);
		if (socket != null) {
			Map<String, Object> properties = new LinkedHashMap<>(link(socket).properties());
			// The parent's file is to keep the parent's pid.
			properties.put("spring.pid.file", socket + ".pid");
			environment.getPropertySources().addFirst(new MapPropertySource("resqueChild", properties));
		}
		else if (application.getMainApplicationClass() != null) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("resqueMainClass",
						Map.of(MAIN_CLASS, application.getMainApplicationClass().getName())));
		}
	}

	/** The connection of this child to its parent. */
	static synchronized ChildLink link(String socket) {
		ChildLink present = link;
		if (present == null) {
			try {
				Signals.ignoreTerminal();
				present = ChildLink.connect(Path.of(socket), () -> Runtime.getRuntime().halt(ORPHAN));
			}
			catch (IOException ex) {
				throw new IllegalStateException("This process has the system property " + ChildLauncher.SOCKET_PROPERTY
						+ ", which a worker gives to its child processes, but no worker answers there. Start the"
						+ " application without it", ex);
			}
			link = present;
		}
		return present;
	}

}
