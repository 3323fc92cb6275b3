package io.resque.autoconfigure;

import java.net.URI;
import java.util.List;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import io.resque.process.CommandException;
import io.resque.process.ResqueCommand;
import io.resque.process.WorkerCommands;
import io.resque.redis.RedisCallException;

/**
 * Carries out a command about workers from where the application would call its runners,
 * which are not called. Then the process ends.
 */
class CommandApplication implements ApplicationListener<ApplicationStartedEvent>, Ordered {

	private static final int DEFAULT_PORT = 6379;

	private final WorkerCommands commands;

	private final RedisConfiguration server;

	private final Terminal terminal;

	private final ConfigurableApplicationContext context;

	/**
	 * Creates it.
	 * @param commands carries out the command
	 * @param server where the application has Redis
	 * @param terminal where to say what went wrong
	 * @param context the application
	 */
	CommandApplication(WorkerCommands commands, RedisConfiguration server, Terminal terminal,
			ConfigurableApplicationContext context) {
		this.commands = commands;
		this.server = server;
		this.terminal = terminal;
		this.context = context;
	}

	/** Before listeners of the application, which begin to serve. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (event.getApplicationContext() == this.context) {
			execute(List.of(event.getArgs()));
		}
	}

	private void execute(List<String> arguments) {
		try {
			ResqueCommand command = ResqueCommand.parse(arguments);
			if (command.redis() != null) {
				checkServer(command.redis());
			}
			this.commands.execute(command);
			this.terminal.exit().accept(0);
		}
		catch (CommandException ex) {
			this.terminal.fail(String.valueOf(ex.getMessage()));
		}
		catch (RedisCallException ex) {
			this.terminal.fail("Redis does not do what it should: " + ex.getMessage());
		}
		catch (InterruptedException ex) {
			this.terminal.fail("interrupted");
		}
	}

	/** An application may say by a bean where Redis is: then no option changes it. */
	private void checkServer(String wanted) {
		URI uri = URI.create(wanted.contains("://") ? wanted : "redis://" + wanted);
		int port = (uri.getPort() < 0) ? DEFAULT_PORT : uri.getPort();
		boolean same = this.server instanceof RedisStandaloneConfiguration standalone && standalone.getPort() == port
				&& ("[" + standalone.getHostName() + "]").replaceAll("[\\[\\]]+", "")
					.equals(String.valueOf(uri.getHost()).replaceAll("[\\[\\]]+", ""));
		if (!same) {
			throw new CommandException("The option -r has no effect: this application says itself where Redis is."
					+ " Leave the option out, and configure the application instead");
		}
	}

}
