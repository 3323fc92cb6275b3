package io.resque.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.resque.process.ResqueCommand.Action;

/**
 * Reads a command from the arguments of the application. Those that are for Spring are
 * left out.
 */
final class CommandParser {

	private static final Pattern HOST_AND_PORT = Pattern.compile("[^:/\\s]+:\\d{1,5}");

	private final Deque<String> left;

	private final Deque<String> words = new ArrayDeque<>();

	private @Nullable String redis;

	private @Nullable String namespace;

	private boolean help;

	CommandParser(List<String> arguments) {
		this.left = new ArrayDeque<>(arguments);
	}

	ResqueCommand parse() {
		while (!this.left.isEmpty()) {
			read(this.left.remove());
		}
		this.words.remove(ResqueCommand.NAME);
		String name = this.words.poll();
		Action action = (name != null && !this.help) ? Action.of(name) : Action.HELP;
		String worker = action.needsWorker() ? this.words.poll() : null;
		if (action.needsWorker() && (worker == null || worker.isBlank())) {
			throw new CommandException("Which worker? Say: resque " + name + " ID. The ids are in: resque list");
		}
		if (!this.words.isEmpty() && !this.help) {
			throw new CommandException("Too many words for resque " + name + ": " + String.join(" ", this.words)
					+ ". An id with blanks has to be quoted");
		}
		return new ResqueCommand(action, worker, this.redis, this.namespace);
	}

	private void read(String argument) {
		int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
		String option = (equals > 0) ? argument.substring(0, equals) : argument;
		if (option.equals("-h") || option.equals("--help")) {
			this.help = true;
		}
		else if (option.equals("-r") || option.equals("--redis")) {
			this.redis = redis(value(argument, equals));
		}
		else if (option.equals("-N") || option.equals("--namespace")) {
			this.namespace = value(argument, equals);
		}
		else if (!argument.startsWith("--")) {
			this.words.add(argument);
		}
	}

	private String value(String argument, int equals) {
		String value = (equals > 0) ? argument.substring(equals + 1) : this.left.poll();
		if (value == null || value.isBlank()) {
			throw new CommandException("The option " + argument + " needs a value. See: resque -h");
		}
		return value;
	}

	private static String redis(String text) {
		if (!ResqueCommand.isUrl(text) && !HOST_AND_PORT.matcher(text).matches()) {
			throw new CommandException(
					"'" + text + "' does not say where Redis is. Say host:port, or redis://user:password@host:port/0");
		}
		return text;
	}

}
