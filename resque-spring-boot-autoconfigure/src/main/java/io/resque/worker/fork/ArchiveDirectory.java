package io.resque.worker.fork;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Where the archive of a command is kept: a directory for each combination of class path
 * content, JVM and options, so that a change of any of them makes another one. Held as
 * long as this process lives, so that nobody removes it.
 *
 * @param path the directory
 */
record ArchiveDirectory(Path path) {

	/** Directories of the same application that nobody holds are removed beyond these. */
	private static final int MOST = 3;

	/** More than any class path has: somebody's home is on it. */
	private static final long MOST_BYTES = 2L * 1024 * 1024 * 1024;

	private static final String USED = "used";

	private static final Map<Path, FileChannel> HELD = new HashMap<>();

	/**
	 * The directory of a command, made when it is missing.
	 * @param command the command
	 * @param parent where to keep archives, or null for a directory of this user
	 * @return the directory
	 * @throws IOException when it cannot be made, or others may write into it
	 */
	static ArchiveDirectory of(ChildCommand command, @Nullable String parent) throws IOException {
		Path wanted = (parent != null) ? Path.of(parent)
				: Path.of(System.getProperty("java.io.tmpdir"), "resque-" + System.getProperty("user.name"));
		Files.createDirectories(wanted,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Path where = wanted.toRealPath();
		checkOwner(where);
		String name = (command.mainClass() != null) ? command.mainClass()
				: command.classPath().get(0).getFileName().toString();
		Path path = Files.createDirectories(where.resolve(name + "-" + key(command)));
		hold(path);
		Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
		removeOthers(where, name, path);
		return new ArchiveDirectory(path);
	}

	/** By a file of our own: a user may have no name. */
	private static void checkOwner(Path where) throws IOException {
		Set<?> permissions = Files.getPosixFilePermissions(where);
		boolean open = PosixFilePermissions.fromString("----w--w-").stream().anyMatch(permissions::contains);
		Path own = Files.createTempFile("resque", ".own");
		try {
			if (open || !Files.getOwner(where).equals(Files.getOwner(own))) {
				throw new IOException("others may write into " + where + ": classes from there are not trusted. Set"
						+ " resque.child.archive.directory to another one");
			}
		}
		finally {
			Files.delete(own);
		}
	}

	private static void hold(Path directory) throws IOException {
		synchronized (HELD) {
			if (!HELD.containsKey(directory)) {
				FileChannel channel = FileChannel.open(directory.resolve(USED), StandardOpenOption.CREATE,
						StandardOpenOption.READ, StandardOpenOption.WRITE);
				HELD.put(directory, channel);
				if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
					throw new IOException(directory + " is being removed by another process");
				}
			}
		}
	}

	/**
	 * Of what is in the files: their times and sizes may be the same in another version.
	 */
	static String key(ChildCommand command) throws IOException {
		MessageDigest digest = sha256();
		List.of(System.getProperty("java.vm.version"), System.getProperty("java.vm.vendor"), command.java(),
				String.valueOf(command.mainClass()), command.jvmArguments().toString())
			.forEach((text) -> digest.update((text + "\n").getBytes(StandardCharsets.UTF_8)));
		long bytes = 0;
		for (Path entry : command.classPath()) {
			if (!Files.exists(entry)) {
				continue;
			}
			try (Stream<Path> files = Files.walk(entry, FileVisitOption.FOLLOW_LINKS)) {
				for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
					bytes += Files.size(file);
					if (bytes > MOST_BYTES) {
						throw new IOException("the class path is too large; is " + entry + " meant to be on it?");
					}
					digest.update((file + "\n").getBytes(StandardCharsets.UTF_8));
					update(digest, file);
				}
			}
		}
		return HexFormat.of().formatHex(digest.digest(), 0, 8);
	}

	private static void update(MessageDigest digest, Path file) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
		try (FileChannel channel = FileChannel.open(file)) {
			while (channel.read(buffer) >= 0) {
				digest.update(buffer.flip());
				buffer.clear();
			}
		}
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void removeOthers(Path where, String name, Path own) throws IOException {
		List<Path> others;
		try (Stream<Path> directories = Files.list(where)) {
			others = directories.filter((path) -> !path.equals(own))
				.filter((path) -> path.getFileName().toString().matches("\\Q" + name + "\\E-[0-9a-f]{16}"))
				.sorted(Comparator.comparing(ArchiveDirectory::usedAt).reversed())
				.toList();
		}
		others.subList(Math.min(MOST - 1, others.size()), others.size()).forEach(ArchiveDirectory::removeUnlessHeld);
	}

	private static void removeUnlessHeld(Path directory) {
		synchronized (HELD) {
			if (HELD.containsKey(directory)) {
				return;
			}
			try (FileChannel channel = FileChannel.open(directory.resolve(USED), StandardOpenOption.WRITE);
					FileLock lock = channel.tryLock()) {
				if (lock != null) {
					remove(directory);
				}
			}
			catch (IOException | RuntimeException ex) {
				// Somebody else is at it, and what is left is removed another time.
			}
		}
	}

	private static Instant usedAt(Path directory) {
		try {
			return Files.getLastModifiedTime(directory).toInstant();
		}
		catch (IOException ex) {
			return Instant.EPOCH;
		}
	}

	private static void remove(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
	}

}
