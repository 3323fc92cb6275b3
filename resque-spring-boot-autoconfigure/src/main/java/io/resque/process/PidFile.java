package io.resque.process;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file with the id of this process, for scripts that want to send it signals.
 */
public final class PidFile {

	private final Path path;

	private PidFile(Path path) {
		this.path = path;
	}

	/**
	 * Writes the file, in place of one that is there: readers see the old one or the
	 * whole new one.
	 * @param path the file; its directory must exist
	 * @return the file
	 * @throws PidFileException when it cannot be written
	 */
	public static PidFile write(Path path) {
		return write(path, own());
	}

	/** The same for another process, which removes the file itself. */
	static PidFile write(Path path, String pid) {
		Path draft = draft(path);
		try {
			check(path);
			try {
				// Not through a link that somebody has put there.
				Files.deleteIfExists(draft);
				Files.writeString(draft, pid + "\n", StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
				Files.move(draft, path.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE);
			}
			finally {
				Files.deleteIfExists(draft);
			}
			return new PidFile(path.toAbsolutePath());
		}
		catch (IOException ex) {
			throw new PidFileException("The pid file " + path + " cannot be written: " + ex, ex);
		}
	}

	/**
	 * Says whether the file could be written, before a process is started that has no
	 * terminal to complain on.
	 * @param path the file
	 * @throws PidFileException when it could not
	 */
	public static void checkWritable(Path path) {
		try {
			check(path);
		}
		catch (IOException ex) {
			throw new PidFileException("The pid file " + path + " cannot be written: " + ex, ex);
		}
	}

	/** Removes the file, unless it is somebody else's by now. */
	public void remove() throws IOException {
		try {
			if (Files.readString(this.path).strip().equals(own())) {
				Files.delete(this.path);
			}
		}
		catch (NoSuchFileException ex) {
			// Somebody has cleaned up: what was to be reached is reached.
		}
	}

	private static void check(Path path) throws IOException {
		Path directory = directory(path);
		if (!Files.exists(directory)) {
			throw new FileNotFoundException("there is no directory " + directory);
		}
		if (!Files.isDirectory(directory)) {
			throw new NotDirectoryException(directory.toString());
		}
		if (!Files.isWritable(directory)) {
			throw new AccessDeniedException(directory.toString());
		}
		if (Files.isDirectory(path)) {
			throw new IOException("it is a directory");
		}
	}

	private static Path draft(Path path) {
		return directory(path).resolve("." + path.getFileName() + "." + own());
	}

	private static Path directory(Path path) {
		Path directory = path.toAbsolutePath().getParent();
		return (directory != null) ? directory : path.toAbsolutePath();
	}

	private static String own() {
		return Long.toString(ProcessHandle.current().pid());
	}

}
