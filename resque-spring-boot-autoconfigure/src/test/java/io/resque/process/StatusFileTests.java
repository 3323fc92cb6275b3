package io.resque.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.resque.event.WorkerEvent;
import io.resque.testsupport.RecordedEvents;
import io.resque.worker.RunningJob;
import io.resque.worker.WorkerContainer;
import io.resque.worker.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class StatusFileTests {

	private static final WorkerStatus STARTING = new WorkerStatus(false, false, List.of(), List.of());

	private static final WorkerStatus WAITING = new WorkerStatus(true, false, List.of("a,b", "new-*"), List.of());

	private static final WorkerStatus WORKING = new WorkerStatus(true, false, List.of("a,b", "new-*"),
			List.of(new RunningJob("w1", "a", "Archive", Instant.ofEpochSecond(1_700_000_000)),
					new RunningJob("w2", "b\n", "No\rName", Instant.ofEpochSecond(1_700_000_001))));

	private final RecordedEvents events = new RecordedEvents();

	@TempDir
	private Path directory;

	private volatile WorkerStatus status = STARTING;

	private StatusFile file;

	@AfterEach
	void stop() {
		if (this.file != null) {
			this.file.stop();
		}
	}

	@Test
	void tellsWhatTheWorkersDoInTheWordsOfRubysProcessTitle() throws IOException {
		Path path = open("status");
		assertThat(path).content().isEqualTo("resque: Starting\n");
		this.file.start();
		this.status = WAITING;
		awaitText(path, "resque-1.2: Waiting for a,b,new-*\n");
		this.status = WORKING;
		awaitText(path, """
				resque-1.2: Processing 2 jobs of a,b,new-*
				resque-1.2: Processing a since 1700000000 [Archive] by w1
				resque-1.2: Processing b  since 1700000001 [No Name] by w2
				""");
		assertThat(this.directory).isDirectoryNotContaining((other) -> !other.equals(path));
		this.file.stop();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void isWrittenOnlyWhenSomethingChanged() throws IOException {
		Path path = open("status");
		FileTime longAgo = FileTime.fromMillis(0);
		Files.setLastModifiedTime(path, longAgo);
		this.file.start();
		await().during(Duration.ofMillis(1500))
			.atMost(Duration.ofSeconds(5))
			.until(() -> Files.getLastModifiedTime(path).equals(longAgo));
	}

	@Test
	void aLinkInThePlaceOfTheDraftIsNotFollowed() throws IOException {
		Path precious = Files.writeString(this.directory.resolve("precious"), "text");
		Files.createSymbolicLink(this.directory.resolve("status." + ProcessHandle.current().pid() + ".tmp"), precious);
		assertThat(open("status")).content().isEqualTo("resque: Starting\n");
		assertThat(precious).hasContent("text");
	}

	@Test
	void isThereAgainWhenSomebodyHasRemovedItAndRemovedOnlyWhileItIsOurs() throws IOException {
		Path path = open("status");
		this.file.start();
		Files.delete(path);
		awaitText(path, "resque: Starting\n");
		this.file.stop();
		open("status");
		Files.writeString(path, "another process");
		this.file.destroy();
		assertThat(path).content().isEqualTo("another process");
	}

	@Test
	void aStartThatFailedLeavesNothing() throws IOException {
		open("status");
		this.file.destroy();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void aPathThatCannotBeWrittenIsAnErrorAtOnce() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> open("missing/status"));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> open(""));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void aDiskThatCannotBeWrittenLaterIsOneEventAndTriedAgain() throws IOException {
		Path folder = Files.createDirectory(this.directory.resolve("folder"));
		Path path = open("folder/status");
		this.file.start();
		Files.delete(path);
		Files.delete(folder);
		this.status = WAITING;
		await().until(() -> this.events.of(WorkerEvent.Doubtful.class).size() == 1);
		this.status = WORKING;
		await().during(Duration.ofMillis(1500))
			.atMost(Duration.ofSeconds(5))
			.until(() -> this.events.of(WorkerEvent.Doubtful.class).size() == 1);
		assertThat(this.events.of(WorkerEvent.Doubtful.class).get(0).message()).contains(path.toString(),
				"tried again each second");
		Files.createDirectory(folder);
		await().until(() -> Files.exists(path));
		assertThat(path).content().contains("Processing 2 jobs");
	}

	@Test
	void outlivesTheWorkersAtAStop() throws IOException {
		open("status");
		assertThat(this.file.getPhase()).isLessThan(WorkerContainer.PHASE);
	}

	private Path open(String name) throws IOException {
		Path path = this.directory.resolve(name);
		this.file = new StatusFile(path, () -> this.status, "1.2", this.events.events());
		return path;
	}

	private static void awaitText(Path path, String text) {
		await().untilAsserted(() -> assertThat(path).content().isEqualTo(text));
	}

}
