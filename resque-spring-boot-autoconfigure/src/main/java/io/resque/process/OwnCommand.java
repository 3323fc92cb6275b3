package io.resque.process;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The command line of this process, to be executed again: all of it but what only one
 * process can use, such as a debugger's port.
 */
public final class OwnCommand {

	/** Environment variables that JVMs take arguments from. */
	static final List<String> ARGUMENT_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	private static final Path EXACT = Path.of("/proc/self/cmdline");

	private static final String ONE_ONLY = "-agentlib:jdwp\\S*|-Xrunjdwp\\S*|-Xdebug"
			+ "|-Dcom\\.sun\\.management\\.\\S*|-XX:StartFlightRecording\\S*|-XX:ArchiveClassesAtExit=\\S*"
			+ "|-XX:AOTCacheOutput=\\S*|-Xlog:\\S*|-Xloggc:\\S*|-javaagent:\\S*(?:idea_rt|debugger-agent)\\S*";

	/** An argument of its own may contain spaces. */
	private static final Pattern ARGUMENT = Pattern.compile(ONE_ONLY.replace("\\S*", ".*"), Pattern.DOTALL);

	private static final Pattern IN_VARIABLE = Pattern.compile("(?<!\\S)(?:" + ONE_ONLY + ")(?!\\S)");

	/** Options of the launcher whose value is the next argument. */
	private static final Set<String> WITH_VALUE = Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path",
			"--upgrade-module-path", "--add-modules", "--limit-modules", "--add-exports", "--add-opens", "--add-reads",
			"--patch-module", "--enable-native-access", "--source");

	/** Options behind which the program and its arguments follow. */
	private static final Set<String> LAST = Set.of("-jar", "-m", "--module");

	private final List<String> line;

	private final boolean argumentsOfVariables;

	private OwnCommand(List<String> line, boolean argumentsOfVariables) {
		this.line = List.copyOf(line);
		this.argumentsOfVariables = argumentsOfVariables;
	}

	/**
	 * The command of this process.
	 * @param arguments arguments of the application, where the system does not tell them
	 */
	public static OwnCommand ofThisProcess(List<String> arguments) {
		List<String> exact = exact();
		return (exact != null) ? new OwnCommand(exact, false) : new OwnCommand(rebuilt(arguments), true);
	}

	/** The program and its arguments. */
	List<String> line() {
		return this.line;
	}

	/**
	 * Makes the environment fit, of a process that executes this command.
	 * @param environment a copy of this process' environment
	 */
	void adapt(Map<String, String> environment) {
		for (String variable : ARGUMENT_VARIABLES) {
			if (this.argumentsOfVariables) {
				environment.remove(variable);
			}
			else {
				environment.computeIfPresent(variable,
						(name, value) -> IN_VARIABLE.matcher(value).replaceAll("").strip());
			}
		}
	}

	/** As Linux tells it; null elsewhere, and where a file of arguments hides some. */
	private static @Nullable List<String> exact() {
		if (!Files.isReadable(EXACT)) {
			return null;
		}
		try {
			String text = new String(Files.readAllBytes(EXACT), Charset.forName(nativeEncoding()));
			List<String> line = new ArrayList<>(Arrays.asList(text.split("\0", -1)));
			line.remove(line.size() - 1);
			List<String> shareable = (line.size() > 1) ? shareable(line) : List.of();
			if (shareable.stream().limit(beginOfProgram(shareable)).anyMatch((argument) -> argument.startsWith("@"))) {
				return null;
			}
			return shareable.isEmpty() ? null : withProgram(shareable);
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static String nativeEncoding() {
		return System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
	}

	/** The program may have been found in the path, or relative to another directory. */
	private static List<String> withProgram(List<String> line) {
		List<String> command = new ArrayList<>(line);
		command.set(0, program());
		return command;
	}

	private static String program() {
		return ProcessHandle.current()
			.info()
			.command()
			.orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
	}

	/**
	 * The command without what only one process can use.
	 * @param line the program and its arguments
	 */
	static List<String> shareable(List<String> line) {
		int begin = beginOfProgram(line);
		List<String> shareable = new ArrayList<>();
		for (int i = 0; i < line.size(); i++) {
			boolean value = i > 0 && WITH_VALUE.contains(line.get(i - 1));
			if (i >= begin || value || !ARGUMENT.matcher(line.get(i)).matches()) {
				shareable.add(line.get(i));
			}
		}
		return shareable;
	}

	/** Where the main class is, or the option that names it or its jar. */
	private static int beginOfProgram(List<String> line) {
		int i = 1;
		while (i < line.size()) {
			String argument = line.get(i);
			boolean option = argument.startsWith("-") || argument.startsWith("@");
			if (!option || LAST.contains(argument) || argument.startsWith("--module=")) {
				return i;
			}
			i += WITH_VALUE.contains(argument) ? 2 : 1;
		}
		return line.size();
	}

	/** From what the JVM tells of itself; arguments that come from variables included. */
	private static List<String> rebuilt(List<String> arguments) {
		List<String> line = new ArrayList<>();
		line.add(program());
		ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> !ARGUMENT.matcher(argument).matches())
			.forEach(line::add);
		String command = System.getProperty("sun.java.command", "");
		String classPath = System.getProperty("java.class.path", "");
		boolean jar = !classPath.contains(File.pathSeparator) && !classPath.isEmpty() && command.startsWith(classPath);
		line.addAll(jar ? List.of("-jar", classPath) : program(classPath, command.split(" ", 2)[0]));
		line.addAll(arguments);
		return line;
	}

	private static List<String> program(String classPath, String main) {
		List<String> program = new ArrayList<>();
		if (!classPath.isEmpty()) {
			program.addAll(List.of("-cp", classPath));
		}
		program.addAll(main.contains("/") ? List.of("-m", main) : List.of(main));
		return program;
	}

}
