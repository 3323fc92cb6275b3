package io.resque.sample;

import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.boot.system.ApplicationHome;

/**
 * The directory of this project, however the sample was started: by Maven at the root or
 * in the module, or as a jar.
 */
final class ProjectDirectory {

	private ProjectDirectory() {
	}

	/**
	 * The directory that Maven regards as the root, or that of the jar when there is none
	 * above it.
	 */
	static Path find() {
		Path home = new ApplicationHome(SampleApplication.class).getDir().toPath().toAbsolutePath();
		for (Path directory = home; directory != null; directory = directory.getParent()) {
			if (Files.isDirectory(directory.resolve(".mvn"))) {
				return directory;
			}
		}
		return home;
	}

}
