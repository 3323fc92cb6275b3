package io.resque.worker.fork;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Where the archive of a command is kept: a directory for each combination of class path,
 * JVM and options, so that a change of any of them makes another one.
 *
 * @param path the directory
 */
record ArchiveDirectory(Path path) {

	/** Archives of the same application that nobody has used for so long are removed. */
	private static final Duration KEPT = Duration.ofDays(2);

	private static final int MOST = 3;

	/**
	 * The directory of a command, made when it is missing.
	 * @param command the command
	 * @param parent where to keep archives, or null for a directory of this user
	 * @return the directory
	 * @throws IOException when it cannot be made, or belongs to somebody else
	 */
	static ArchiveDirectory of(ChildCommand command, @Nullable String parent) throws IOException {
		Path where = (parent != null) ? Path.of(parent).toAbsolutePath()
				: Path.of(System.getProperty("java.io.tmpdir"), "resque-" + System.getProperty("user.name"))
					.toAbsolutePath();
		Files.createDirectories(where,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		String owner = Files.getOwner(where).getName();
		if (!owner.equals(System.getProperty("user.name")) || isOpen(where)) {
			throw new IOException(where + " belongs to " + owner + ", or others may write into it: classes from there"
					+ " are not trusted. Set resque.child.archive.directory to another one");
		}
		String name = (command.mainClass() != null) ? command.mainClass()
				: command.classPath().get(0).getFileName().toString();
		Path path = where.resolve(name + "-" + key(command));
		Files.createDirectories(path);
		Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
		removeOthers(where, name, path);
		return new ArchiveDirectory(path);
	}

	private static boolean isOpen(Path directory) throws IOException {
		Set<?> permissions = Files.getPosixFilePermissions(directory);
		return PosixFilePermissions.fromString("----w--w-").stream().anyMatch(permissions::contains);
	}

	private static String key(ChildCommand command) throws IOException {
		MessageDigest digest = sha256();
		List.of(System.getProperty("java.vm.version"), System.getProperty("java.vm.vendor"), command.java(),
				String.valueOf(command.mainClass()), command.jvmArguments().toString())
			.forEach((text) -> digest.update((text + "\n").getBytes(StandardCharsets.UTF_8)));
		for (Path entry : command.classPath()) {
			if (!Files.exists(entry)) {
				continue;
			}
			try (Stream<Path> files = Files.walk(entry)) {
				for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
					String line = file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis()
							+ "\n";
					digest.update(line.getBytes(StandardCharsets.UTF_8));
				}
			}
		}
		return HexFormat.of().formatHex(digest.digest(), 0, 8);
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
		Instant limit = Instant.now().minus(KEPT);
		for (int i = 0; i < others.size(); i++) {
			if (i >= MOST - 1 || usedAt(others.get(i)).isBefore(limit)) {
				remove(others.get(i));
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
