package io.resque.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A pid file is whole, ours, and gone at the end.
 */
class PidFileTests {

	@TempDir
	private Path directory;

	@Test
	void itHoldsThePidAndReplacesWhatACrashHasLeft() throws IOException {
		Path path = this.directory.resolve("resque.pid");
		Files.writeString(path, "4711\n");
		PidFile file = PidFile.write(path);
		assertThat(path).hasContent(ProcessHandle.current().pid() + "\n");
		assertThat(this.directory).isDirectoryContaining(path::equals).isDirectoryNotContaining("glob:**.tmp");
		try (var files = Files.list(this.directory)) {
			assertThat(files).containsExactly(path);
		}
		file.remove();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void aLinkInThePlaceOfTheDraftIsNotFollowed() throws IOException {
		Path precious = Files.writeString(this.directory.resolve("precious"), "text");
		Files.createSymbolicLink(this.directory.resolve(".resque.pid." + ProcessHandle.current().pid()), precious);
		PidFile.write(this.directory.resolve("resque.pid"));
		assertThat(precious).hasContent("text");
		assertThat(this.directory.resolve("resque.pid")).isRegularFile().isNotEqualTo(precious);
	}

	@Test
	void theFileOfAnotherProcessStays() throws IOException {
		Path path = this.directory.resolve("resque.pid");
		PidFile file = PidFile.write(path);
		Files.writeString(path, "4711\n");
		file.remove();
		assertThat(path).hasContent("4711");
	}

	@Test
	void oneThatIsGoneAlreadyIsNoProblem() throws IOException {
		Path path = this.directory.resolve("resque.pid");
		PidFile file = PidFile.write(path);
		Files.delete(path);
		file.remove();
		assertThat(path).doesNotExist();
	}

	@Test
	void whatCannotBeWrittenIsAClearErrorAndLeavesNothing() throws IOException {
		Path missing = this.directory.resolve("missing/resque.pid");
		assertThatExceptionOfType(PidFileException.class).isThrownBy(() -> PidFile.write(missing))
			.withMessageContaining("The pid file " + missing + " cannot be written")
			.withMessageContaining("there is no directory " + missing.getParent());
		assertThatExceptionOfType(PidFileException.class).isThrownBy(() -> PidFile.write(this.directory))
			.withMessageContaining("it is a directory");
		Path plain = Files.createFile(this.directory.resolve("plain"));
		assertThatExceptionOfType(PidFileException.class)
			.isThrownBy(() -> PidFile.checkWritable(plain.resolve("resque.pid")))
			.withMessageContaining("NotDirectory");
		try (var files = Files.list(this.directory)) {
			assertThat(files).containsExactly(plain);
		}
	}

}
