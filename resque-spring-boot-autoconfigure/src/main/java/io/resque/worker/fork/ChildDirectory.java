package io.resque.worker.fork;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A private directory for the sockets of children and for the files that they are started
 * with. Each is removed as soon as its child has read it.
 */
final class ChildDirectory implements AutoCloseable {

	/** Some systems take no longer name of a socket. */
	private static final int LONGEST = 100;

	private final Path path;

	private final AtomicInteger names = new AtomicInteger();

	private ChildDirectory(Path path) {
		this.path = path;
	}

	/**
	 * Makes a directory that only this user may enter.
	 * @param parent where, or null for the temporary directory
	 * @return the directory
	 * @throws IOException when it cannot be made there
	 */
	static ChildDirectory create(@Nullable String parent) throws IOException {
		Path where = Path.of((parent != null) ? parent : System.getProperty("java.io.tmpdir"));
		Files.createDirectories(where);
		Path path = Files
			.createTempDirectory(where, "rsq",
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
			.toAbsolutePath();
		if (path.resolve("1234567890").toString().length() > LONGEST) {
			Files.delete(path);
			throw new IOException("The path of " + path + " is too long for a socket: set resque.child.directory to a"
					+ " directory with a shorter one");
		}
		return new ChildDirectory(path);
	}

	Path path() {
		return this.path;
	}

	boolean exists() {
		return Files.isDirectory(this.path);
	}

	/** A name that no file has. */
	Path newFile() {
		return this.path.resolve(Integer.toString(this.names.incrementAndGet()));
	}

	/**
	 * Writes a command line into a file, because a class path may be longer than a
	 * command line.
	 */
	Path argumentFile(List<String> arguments) throws IOException {
		Path file = newFile();
		String charset = System.getProperty("sun.jnu.encoding", "UTF-8");
		String lines = arguments.stream().map(ChildDirectory::quoted).collect(Collectors.joining("\n"));
		Files.write(file, lines.getBytes(Charset.forName(charset)));
		return file;
	}

	private static String quoted(String argument) {
		return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
				+ '"';
	}

	@Override
	public void close() {
		try (Stream<Path> files = Files.list(this.path)) {
			for (Path file : files.toList()) {
				Files.deleteIfExists(file);
			}
			Files.deleteIfExists(this.path);
		}
		catch (IOException ex) {
			// Gone already, or somebody still writes: nothing of it is needed any more.
		}
	}

}
