package io.resque.worker.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

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
		Files.writeString(this.classes.resolve("A.class"), "aa");
		assertThat(of(command("-Xmx1g"))).as("a class has changed").isNotEqualTo(first);
	}

	@Test
	void onlyTheLatestOfAnApplicationAreKept() throws IOException {
		for (int i = 1; i <= 6; i++) {
			of(command("-Xmx" + i + "g"));
		}
		try (var kept = Files.list(this.directory.resolve("archives"))) {
			assertThat(kept).hasSize(3);
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
		try (var jar = new java.util.jar.JarFile(packed.entries().get(0).toFile())) {
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
