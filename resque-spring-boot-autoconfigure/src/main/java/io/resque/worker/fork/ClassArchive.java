package io.resque.worker.fork;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;

/**
 * The archive of the classes that a child loads, which the JVM maps instead of reading
 * and checking each class again: AppCDS, from JDK 25 on an AOT cache. Made once by a
 * child that is started for nothing else, and kept. Without it children start, too.
 */
final class ClassArchive {

	private static final boolean AOT = Runtime.version().feature() >= 25;

	private final ChildCommand plain;

	private final ArchiveSettings settings;

	private final ResqueEvents events;

	private @Nullable Path file;

	private @Nullable PackedClassPath classPath;

	private boolean prepared;

	private boolean given;

	/**
	 * Creates an archive that is looked up when it is first needed.
	 * @param plain the command without it
	 * @param settings whether to have one, and where
	 * @param events where to announce that there is none
	 */
	ClassArchive(ChildCommand plain, ArchiveSettings settings, ResqueEvents events) {
		this.plain = plain;
		this.settings = settings;
		this.events = events;
		this.given = !settings.enabled();
	}

	/** The command to start a child with now. */
	synchronized ChildCommand command() {
		prepare();
		Path archive = this.file;
		PackedClassPath packed = this.classPath;
		if (archive == null || !Files.exists(archive)) {
			return this.plain;
		}
		try {
			packed = (packed != null) ? packed : PackedClassPath.of(this.plain, directory(archive));
			this.classPath = packed;
			return packed.apply(this.plain, List.of((AOT ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive));
		}
		catch (IOException | RuntimeException ex) {
			giveUp("the class path cannot be packed: " + ex.getMessage());
			return this.plain;
		}
	}

	private void prepare() {
		if (this.prepared || this.given) {
			return;
		}
		this.prepared = true;
		try {
			Path directory = ArchiveDirectory.of(this.plain, this.settings.directory()).path();
			this.file = directory.resolve(AOT ? "classes.aot" : "classes.jsa");
		}
		catch (IOException | RuntimeException ex) {
			giveUp(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Makes the archive when it is missing and nobody else is making it.
	 * @param training starts a child with a command, and waits for its end
	 */
	void make(Training training) throws InterruptedException {
		Path archive = missing();
		if (archive == null) {
			return;
		}
		Path directory = directory(archive);
		try (FileChannel lock = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock held = lock.tryLock()) {
			if (held != null && !Files.exists(archive)) {
				Path unfinished = directory.resolve("unfinished-" + ProcessHandle.current().pid());
				PackedClassPath packed = PackedClassPath.of(this.plain, directory);
				training.run(packed.apply(this.plain,
						AOT ? List.of("-XX:AOTCacheOutput=" + unfinished, "-Xlog:aot*=error", "-Xlog:cds*=error")
								: List.of("-XX:ArchiveClassesAtExit=" + unfinished, "-Xlog:cds*=error")));
				if (!directory.getFileName().toString().endsWith(ArchiveDirectory.key(this.plain))) {
					throw new IOException("the class path changes while it is made");
				}
				Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
			}
		}
		catch (OverlappingFileLockException ex) {
			// Another pool of this process is making it.
		}
		catch (IOException | RuntimeException | ChildStartException ex) {
			giveUp("it cannot be made: " + ex.getMessage());
		}
	}

	private synchronized @Nullable Path missing() {
		prepare();
		Path archive = this.file;
		return (archive != null && !this.given && !Files.exists(archive)) ? archive : null;
	}

	private static Path directory(Path archive) {
		Path directory = archive.getParent();
		if (directory == null) {
			throw new IllegalStateException("No directory: " + archive);
		}
		return directory;
	}

	/**
	 * A child could not start with a command, but one that was tried right after it could
	 * without the archive.
	 * @param problem what the first one said
	 */
	synchronized void distrust(ChildStartException problem) {
		giveUp("a child could not start with it: " + problem.getMessage());
	}

	/** The command without it. */
	ChildCommand plain() {
		return this.plain;
	}

	private synchronized void giveUp(String reason) {
		this.file = null;
		if (!this.given) {
			this.given = true;
			this.events.announce(new WorkerEvent.Doubtful(
					"Child processes start more slowly than they could, without an archive of their classes: " + reason
							+ ". Jobs are performed all the same; resque.child.archive.enabled=false does without it"));
		}
	}

	/** Starts a child that has no job. */
	@FunctionalInterface
	interface Training {

		/**
		 * Starts a child and waits for its end.
		 * @param command how to start it
		 */
		void run(ChildCommand command) throws ChildStartException, InterruptedException;

	}

}
