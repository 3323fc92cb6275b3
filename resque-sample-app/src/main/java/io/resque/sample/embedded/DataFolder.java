package io.resque.sample.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Folder of a server: its data, and the notes by which applications find it.
 *
 * @param path real path of the folder
 */
record DataFolder(Path path) {

	/**
	 * File locks keep processes apart but not the threads of one, so those queue up here
	 * first.
	 */
	private static final ReentrantLock THREADS = new ReentrantLock();

	static DataFolder in(Path directory) {
		try {
			return new DataFolder(Files.createDirectories(directory).toRealPath());
		}
		catch (IOException ex) {
			throw new EmbeddedRedisException("Cannot use " + directory + " for the data of Redis: make it writable, or "
					+ "set sample.data-dir to another directory", ex);
		}
	}

	/** Where the server writes its process id. */
	Path pidFile() {
		return this.path.resolve("redis.pid");
	}

	boolean hasPid() {
		return Files.exists(pidFile());
	}

	/** Where the launcher writes the port, before it starts the server. */
	Path portFile() {
		return this.path.resolve("redis.port");
	}

	Path logFile() {
		return this.path.resolve("redis.log");
	}

	/** Where each application that uses the server holds a file. */
	Path members() {
		return this.path.resolve("members");
	}

	Path binaries() {
		return this.path.resolve("bin");
	}

	/** Runs an action while no other thread or process runs one for this folder. */
	<T> T exclusively(Action<T> action) {
		THREADS.lock();
		try (FileChannel channel = FileChannel.open(this.path.resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			channel.lock();
			return action.run();
		}
		catch (IOException ex) {
			throw new EmbeddedRedisException("The embedded Redis in " + this.path + " is out of reach", ex);
		}
		finally {
			THREADS.unlock();
		}
	}

	/** Reads a file that holds a number and nothing else. */
	static OptionalLong readNumber(Path file) throws IOException {
		try {
			return Files.exists(file) ? OptionalLong.of(Long.parseLong(Files.readString(file).trim()))
					: OptionalLong.empty();
		}
		catch (NumberFormatException ex) {
			return OptionalLong.empty();
		}
	}

	/** What is done with a folder. */
	@FunctionalInterface
	interface Action<T> {

		T run() throws IOException;

	}

}
