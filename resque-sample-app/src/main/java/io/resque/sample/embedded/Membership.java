package io.resque.sample.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that an application uses the server of a folder: a file that is locked as long as
 * it does. The system lets go of the lock when a process dies, however it dies, and a
 * process id that is used again cannot deceive.
 */
final class Membership {

	/**
	 * Those of this process. Opening one a second time and closing it would let go of its
	 * lock.
	 */
	private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

	private final Path file;

	private final FileChannel lockedFile;

	private Membership(Path file, FileChannel lockedFile) {
		this.file = file;
		this.lockedFile = lockedFile;
	}

	static Membership of(DataFolder folder) throws IOException {
		Path directory = Files.createDirectories(folder.members());
		Path file = directory.resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID());
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		channel.lock();
		OWN.add(file);
		return new Membership(file, channel);
	}

	void end() throws IOException {
		OWN.remove(this.file);
		this.lockedFile.close();
		Files.deleteIfExists(this.file);
	}

	/** Whether any application uses the server. Clears away what crashed ones left. */
	static boolean exists(DataFolder folder) throws IOException {
		boolean found = false;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.members())) {
			for (Path file : files) {
				if (OWN.contains(file) || isLocked(file)) {
					found = true;
				}
				else {
					Files.deleteIfExists(file);
				}
			}
		}
		return found;
	}

	private static boolean isLocked(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			return channel.tryLock() == null;
		}
	}

}
