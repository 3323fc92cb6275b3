package io.resque.sample.basic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.sample.InvalidFieldException;
import io.resque.sample.SampleProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArchiveTests {

	@TempDir
	private Path directory;

	private SampleProperties properties;

	private Archive archive;

	@BeforeEach
	void createJob() {
		this.properties = new SampleProperties(this.directory, null, null);
		this.archive = new Archive(new Repositories(this.properties));
	}

	@Test
	void packsTheFilesOfTheRepository() throws IOException {
		Path repository = this.properties.repositoryDir().resolve("44");
		Files.createDirectories(repository.resolve("docs"));
		Files.writeString(repository.resolve("docs/hello.txt"), "Hello");
		this.archive.perform(44, "masterbrew");
		assertThat(entries("44-masterbrew.tar.gz")).containsExactly("44-masterbrew/docs/hello.txt: Hello");
	}

	@Test
	void archivesMasterWithoutABranch() throws IOException {
		this.archive.perform(44);
		assertThat(archives()).containsExactly("44-master.tar.gz");
	}

	@Test
	void makesUpAMissingRepositoryWithAFewFiles() throws IOException {
		this.archive.perform(7, "main");
		assertThat(this.properties.repositoryDir().resolve("7")).isNotEmptyDirectory();
		assertThat(entries("7-main.tar.gz")).hasSizeGreaterThan(1);
	}

	@Test
	void replacesAnEarlierArchive() throws IOException {
		this.archive.perform(44, "main");
		Files.writeString(this.properties.repositoryDir().resolve("44/new.txt"), "New");
		this.archive.perform(44, "main");
		assertThat(entries("44-main.tar.gz")).contains("44-main/new.txt: New");
		assertThat(archives()).containsExactly("44-main.tar.gz");
	}

	@Test
	void twoRunsAtTheSameTimeLeaveOneWholeArchive() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Callable<Void>> runs = IntStream.range(0, 20).<Callable<Void>>mapToObj((run) -> () -> {
				this.archive.perform(44, "main");
				return null;
			}).toList();
			for (var run : threads.invokeAll(runs)) {
				run.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(archives()).containsExactly("44-main.tar.gz");
		assertThat(entries("44-main.tar.gz")).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", " ", ".", "..", "../x", "a/b", "a\\b", "/etc", ".hidden", "a\0b", "a\nb", "a:b", "-rf" })
	void refusesABranchThatIsNoPlainFileName(String branch) throws IOException {
		assertThatExceptionOfType(InvalidFieldException.class).isThrownBy(() -> this.archive.perform(44, branch))
			.withMessageStartingWith("'branch' must be a plain file name");
		assertThat(this.properties.archiveDir()).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "master", "v1.2.3", "feature_x-y", "版本", "a..b" })
	void acceptsPlainFileNames(String branch) throws IOException {
		this.archive.perform(44, branch);
		assertThat(archives()).containsExactly("44-" + branch + ".tar.gz");
	}

	@Test
	void refusesANegativeRepositoryId() {
		assertThatExceptionOfType(InvalidFieldException.class).isThrownBy(() -> this.archive.perform(-1))
			.withMessage("'repoId' must be a whole number, 1 or greater");
	}

	private List<String> archives() throws IOException {
		try (Stream<Path> files = Files.list(this.properties.archiveDir())) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	private List<String> entries(String archive) throws IOException {
		List<String> entries = new ArrayList<>();
		try (TarArchiveInputStream tar = new TarArchiveInputStream(
				new GzipCompressorInputStream(Files.newInputStream(this.properties.archiveDir().resolve(archive))))) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				entries.add(entry.getName() + ": " + new String(tar.readAllBytes()));
			}
		}
		return entries;
	}

}
