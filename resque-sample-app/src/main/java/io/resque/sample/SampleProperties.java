package io.resque.sample;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the sample keeps its files.
 *
 * @param dataDir directory of everything that must survive a restart; by default
 * {@code .resque-data} in the project
 * @param repositoryDir directory with one directory for each repository
 * @param archiveDir directory of the archives
 */
@ConfigurationProperties("sample")
public record SampleProperties(Path dataDir, Path repositoryDir, Path archiveDir) {

	public SampleProperties(@Nullable Path dataDir, @Nullable Path repositoryDir, @Nullable Path archiveDir) {
		this.dataDir = ((dataDir != null) ? dataDir : ProjectDirectory.find().resolve(".resque-data")).toAbsolutePath();
		this.repositoryDir = (repositoryDir != null) ? repositoryDir : this.dataDir.resolve("repositories");
		this.archiveDir = (archiveDir != null) ? archiveDir : this.dataDir.resolve("archives");
	}

}
