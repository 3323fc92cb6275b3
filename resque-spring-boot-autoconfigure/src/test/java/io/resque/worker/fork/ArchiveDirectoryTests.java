package io.resque.worker.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ArchiveDirectoryTests {

	@TempDir
	private Path directory;

	private Path classes;

	@BeforeEach
	void makeClasses() throws IOException {
		this.classes = Files.createDirectories(this.directory.resolve("classes"));
		Files.writeString(this.classes.resolve("A.class"), "a");
	}

	@Test
	void sameCommandHasTheSameDirectoryAndAnotherOneAnother() throws IOException {
		Path first = of(command("-Xmx1g"));
		assertThat(of(command("-Xmx1g"))).isEqualTo(first);
		assertThat(of(command("-Xmx2g"))).isNotEqualTo(first);
		Path changed = this.classes.resolve("A.class");
		FileTime time = Files.getLastModifiedTime(changed);
		Files.writeString(changed, "b");
		Files.setLastModifiedTime(changed, time);
		assertThat(of(command("-Xmx1g"))).as("a class has changed, but not its size and time").isNotEqualTo(first);
	}

	@Test
	void onlyTheLatestOfAnApplicationAreKeptAndThoseInUse() throws IOException {
		Path used = of(command("-Xmx9g"));
		Files.setLastModifiedTime(used, FileTime.from(Instant.EPOCH));
		for (int i = 1; i <= 5; i++) {
			Path unused = Files.createDirectory(used.resolveSibling("com.example.Main-000000000000000" + i));
			Files.writeString(unused.resolve("classes.jsa"), "archive");
			Files.createFile(unused.resolve("used"));
			Files.setLastModifiedTime(unused, FileTime.from(Instant.EPOCH.plusSeconds(i)));
		}
		Path latest = of(command("-Xmx1g"));
		try (Stream<Path> kept = Files.list(latest.getParent())) {
			assertThat(kept.map((path) -> path.getFileName().toString())).containsExactlyInAnyOrder(
					latest.getFileName().toString(), used.getFileName().toString(), "com.example.Main-0000000000000005",
					"com.example.Main-0000000000000004");
		}
	}

	@Test
	void classesThatOthersMayHaveWrittenAreNotTrusted() throws IOException {
		Path open = Files.createDirectories(this.directory.resolve("archives"));
		Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThatIOException().isThrownBy(() -> of(command("-Xmx1g")))
			.withMessageContaining("are not trusted. Set resque.child.archive.directory to another one");
	}

	@Test
	void directoriesArePackedWithTheirFolders() throws IOException {
		Files.createDirectories(this.classes.resolve("com/example"));
		Files.writeString(this.classes.resolve("com/example/B.class"), "b");
		PackedClassPath packed = PackedClassPath.of(command("-Xmx1g"), this.directory);
		assertThat(packed.mainClass()).isEqualTo("com.example.Main");
		try (JarFile jar = new JarFile(packed.entries().get(0).toFile())) {
			assertThat(jar.stream().map((entry) -> entry.getName())).containsExactly("A.class", "com/", "com/example/",
					"com/example/B.class");
		}
	}

	private Path of(ChildCommand command) throws IOException {
		return ArchiveDirectory.of(command, this.directory.resolve("archives").toString()).path();
	}

	private ChildCommand command(String option) {
		return new ChildCommand("java", List.of(option), List.of(this.classes, this.directory.resolve("missing.jar")),
				"com.example.Main", List.of());
	}

}
