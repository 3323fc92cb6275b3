package io.resque.process;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A command about workers, as Ruby's {@code resque} takes it.
 *
 * @param action what to do
 * @param worker id of the worker to do it to, or null
 * @param redis where Redis is: host and port, or a URL; null for where the application
 * has it
 * @param namespace the namespace, or null for that of the application
 */
public record ResqueCommand(Action action, @Nullable String worker, @Nullable String redis,
		@Nullable String namespace) {

	/** The argument that begins a command. */
	public static final String NAME = "resque";

	/** How to use it. */
	public static final String USAGE = """
			Usage: java -jar application.jar resque [options] COMMAND

			Commands:
			  list         Prints the registered workers and whether they work
			  remove ID    Removes a worker from Redis; for one that is gone
			  kill ID      Ends the process of a worker of this machine with SIGKILL, and removes the worker

			Options:
			  -r, --redis HOST:PORT         Where Redis is, also as redis://... (default: as the application is configured)
			  -N, --namespace NAMESPACE     Namespace of the keys (default: as the application is configured)
			  -h, --help                    Prints this

			Options of Spring (--name=value) work as for the application.
			An application with an argument 'resque' of its own sets resque.process.command-line=false.
			""";

	/**
	 * Reads a command.
	 * @param arguments the arguments of the application, {@value #NAME} included
	 * @return the command
	 * @throws CommandException when they are none
	 */
	public static ResqueCommand parse(List<String> arguments) {
		return new CommandParser(arguments).parse();
	}

	/**
	 * The configuration properties that say where Redis is.
	 * @param url the URL that the application has in its configuration, or null
	 * @return {@code spring.data.redis.url}, or null when host and port are to be set
	 */
	public @Nullable String redisUrl(@Nullable String url) {
		if (this.redis == null || isUrl(this.redis)) {
			return this.redis;
		}
		if (url == null) {
			return null;
		}
		URI uri = URI.create(url);
		String login = (uri.getRawUserInfo() != null) ? uri.getRawUserInfo() + "@" : "";
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		return uri.getScheme() + "://" + login + this.redis + path;
	}

	static boolean isUrl(String text) {
		return text.matches("rediss?://.+");
	}

	/** What a command does. */
	public enum Action {

		/** Prints how to use it. */
		HELP,

		/** Prints the workers. */
		LIST,

		/** Removes a worker. */
		REMOVE,

		/** Ends the process of a worker and removes the worker. */
		KILL;

		static Action of(String name) {
			return switch (name) {
				case "list" -> LIST;
				case "remove" -> REMOVE;
				case "kill" -> KILL;
				default -> throw new CommandException("There is no command '" + name
						+ "', only list, remove and kill. If 'resque' is an argument of your own, set"
						+ " resque.process.command-line=false");
			};
		}

		boolean needsWorker() {
			return this == REMOVE || this == KILL;
		}

	}

}
