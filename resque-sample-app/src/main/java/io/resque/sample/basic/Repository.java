package io.resque.sample.basic;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

import io.resque.sample.InvalidFieldException;

/**
 * A directory of files that can be packed.
 */
class Repository {

	static final String ALLOWED_ID = "a whole number, 1 or greater";

	private final long id;

	private final Path directory;

	private final Path archives;

	Repository(long id, Path directory, Path archives) {
		this.id = id;
		this.directory = directory;
		this.archives = archives;
	}

	/**
	 * Others see the old archive or the new one, never half of it: a job may be performed
	 * twice at the same time.
	 */
	Path createArchive(String branch) throws IOException {
		if (!BranchName.isValid(branch)) {
			throw new InvalidFieldException("branch", BranchName.ALLOWED);
		}
		String name = this.id + "-" + branch;
		Path archive = this.archives.resolve(name + ".tar.gz");
		Path draft = this.archives.resolve("." + name + "-" + UUID.randomUUID());
		Files.createDirectories(this.archives);
		try {
			pack(name, draft);
			return Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(draft);
		}
	}

	private void pack(String folder, Path target) throws IOException {
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(
				new GzipCompressorOutputStream(new BufferedOutputStream(Files.newOutputStream(target))))) {
			tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
			for (Path file : files()) {
				tar.putArchiveEntry(new TarArchiveEntry(file, folder + "/" + this.directory.relativize(file)));
				Files.copy(file, tar);
				tar.closeArchiveEntry();
			}
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> paths = Files.walk(this.directory)) {
			return paths.filter((path) -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
		}
	}

}
