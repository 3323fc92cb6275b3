package io.resque.process;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Executes this process again where no terminal reaches it.
 */
public final class Background {

	/** In a session of its own, or at least deaf to the end of this one. */
	private static final List<String> DETACHING = List.of("setsid", "nohup");

	private Background() {
	}

	/**
	 * Starts it, and prints its process id.
	 * @param command the command of this process
	 * @param pidFile where to write that id before it is printed, until the process does
	 * so itself; or null
	 * @throws IOException when it cannot be started
	 */
	public static void start(OwnCommand command, @Nullable Path pidFile) throws IOException {
		List<String> line = new ArrayList<>();
		detaching(System.getenv("PATH")).ifPresent(line::add);
		line.addAll(command.line());
		ProcessBuilder builder = new ProcessBuilder(line).redirectInput(nothing())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD);
		builder.environment().keySet().removeAll(Set.of("BACKGROUND", SupervisorWatch.VARIABLE));
		command.adapt(builder.environment());
		long pid = builder.start().pid();
		if (pidFile != null) {
			PidFile.write(pidFile, Long.toString(pid));
		}
		try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
				StandardCharsets.US_ASCII)) {
			out.println(pid);
		}
	}

	/** Both become the program that they start, with the same process id. */
	static Optional<String> detaching(@Nullable String path) {
		List<String> directories = (path != null) ? List.of(path.split(File.pathSeparator)) : List.of();
		return DETACHING.stream()
			.flatMap((name) -> directories.stream()
				.filter((directory) -> !directory.isEmpty())
				.flatMap((directory) -> executable(Path.of(directory, name))))
			.findFirst();
	}

	private static Stream<String> executable(Path file) {
		return (Files.isRegularFile(file) && Files.isExecutable(file)) ? Stream.of(file.toString()) : Stream.empty();
	}

	private static File nothing() {
		File unix = new File("/dev/null");
		return unix.exists() ? unix : new File("NUL");
	}

}
