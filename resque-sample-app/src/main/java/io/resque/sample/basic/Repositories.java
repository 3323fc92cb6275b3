package io.resque.sample.basic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;

import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

import io.resque.sample.InvalidFieldException;
import io.resque.sample.SampleProperties;

/**
 * The repositories, one directory each. One that is missing is made up, so that there is
 * always something to archive.
 */
@Component
class Repositories {

	private final SampleProperties properties;

	Repositories(SampleProperties properties) {
		this.properties = properties;
	}

	Repository find(long id) throws IOException {
		if (id < 1) {
			throw new InvalidFieldException("repoId", Repository.ALLOWED_ID);
		}
		Path directory = this.properties.repositoryDir().resolve(Long.toString(id));
		if (!Files.isDirectory(directory)) {
			create(id, directory);
		}
		return new Repository(id, directory, this.properties.archiveDir());
	}

	/**
	 * Two jobs may create the same one at the same time: it appears with all its files or
	 * not at all.
	 */
	private void create(long id, Path directory) throws IOException {
		Path draft = directory.resolveSibling("." + id + "-" + UUID.randomUUID());
		try {
			for (Map.Entry<String, String> file : filesOf(id).entrySet()) {
				Path path = draft.resolve(file.getKey());
				Files.createDirectories(path.getParent());
				Files.writeString(path, file.getValue());
			}
			Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			if (!Files.isDirectory(directory)) {
				throw ex;
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(draft);
		}
	}

	private static Map<String, String> filesOf(long id) {
		return Map.of("README.md", "# Repository " + id + "\n", "src/hello.rb", "puts 'Hello from " + id + "'\n",
				"LICENSE", "Do with it what you like.\n");
	}

}
