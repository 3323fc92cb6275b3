package io.resque.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration.ConfigurationScope;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import io.resque.process.CommandException;
import io.resque.process.ResqueCommand;
import io.resque.worker.fork.ChildLauncher;

/**
 * Makes a command about workers of this run of the application, when its first argument
 * says so: it serves nobody then, and logs nothing, because what it prints is the answer.
 */
class CommandLineListener implements ApplicationListener<SpringApplicationEvent>, Ordered {

	/** There in a run that is a command, for conditions. */
	static final String COMMAND = "resque.process.command";

	private static final String URL = "spring.data.redis.url";

	private final Terminal terminal;

	private boolean command;

	CommandLineListener() {
		this(Terminal.ofProcess());
	}

	CommandLineListener(Terminal terminal) {
		this.terminal = terminal;
	}

	/** Behind configuration files, which may switch it off, and before logging begins. */
	@Override
	public int getOrder() {
		return EnvironmentPostProcessorApplicationListener.DEFAULT_ORDER + 1;
	}

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared
				&& isCommand(List.of(event.getArgs()), prepared.getEnvironment())) {
			prepare(List.of(event.getArgs()), prepared.getEnvironment());
		}
		else if (event instanceof ApplicationContextInitializedEvent && this.command) {
			silence();
		}
		else if (event instanceof ApplicationFailedEvent failed && this.command) {
			// Nothing is logged in this run.
			this.terminal.fail("the application does not start: "
					+ NestedExceptionUtils.getMostSpecificCause(failed.getException()));
		}
	}

	private static boolean isCommand(List<String> arguments, ConfigurableEnvironment environment) {
		return arguments.stream()
			.filter((argument) -> !argument.startsWith("--"))
			.findFirst()
			.filter(ResqueCommand.NAME::equals)
			.isPresent() && System.getProperty(ChildLauncher.SOCKET_PROPERTY) == null
				&& environment.getProperty("resque.process.command-line", Boolean.class, true);
	}

	private void prepare(List<String> arguments, ConfigurableEnvironment environment) {
		try {
			ResqueCommand parsed = ResqueCommand.parse(arguments);
			if (parsed.action() == ResqueCommand.Action.HELP) {
				this.terminal.out().print(ResqueCommand.USAGE);
				this.terminal.exit().accept(0);
				return;
			}
			environment.getPropertySources()
				.addFirst(new MapPropertySource("resqueCommand", properties(parsed, environment)));
			this.command = true;
		}
		catch (CommandException ex) {
			this.terminal.fail(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Also loggers that a file of the application, of whatever format, has a level for.
	 */
	static void silence() {
		LoggingSystem logging = LoggingSystem.get(CommandLineListener.class.getClassLoader());
		logging.getLoggerConfigurations()
			.stream()
			.filter((logger) -> logger.getLevelConfiguration(ConfigurationScope.DIRECT) != null)
			.forEach((logger) -> logging.setLogLevel(logger.getName(), LogLevel.OFF));
	}

	private static Map<String, Object> properties(ResqueCommand command, ConfigurableEnvironment environment) {
		Map<String, Object> properties = new LinkedHashMap<>(LeftOut.PROPERTIES);
		properties.put(COMMAND, command.action().name());
		properties.put("logging.level.root", "off");
		if (command.namespace() != null) {
			properties.put("resque.namespace", command.namespace());
		}
		if (command.redis() != null) {
			String url = command.redisUrl(environment.getProperty(URL));
			if (url != null) {
				properties.put(URL, url);
			}
			else {
				int colon = command.redis().lastIndexOf(':');
				properties.put("spring.data.redis.host", command.redis().substring(0, colon));
				properties.put("spring.data.redis.port", command.redis().substring(colon + 1));
			}
		}
		return properties;
	}

}
