package io.resque.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this build has made, in a local Maven repository that has it from nowhere else.
 * Everything of other people is that of the build's own repository, linked.
 */
final class BuiltArtifacts implements AutoCloseable {

	private static final Path ROOT = Path.of("..");

	private static final Path GROUP = Path.of("io", "resque");

	private static final Pattern SPRING_BOOT = Pattern
		.compile("<artifactId>spring-boot-starter-parent</artifactId>\\s*<version>([^<]+)</version>");

	private final Path repository;

	private final List<Path> links = new ArrayList<>();

	private final String version;

	private BuiltArtifacts(Path repository) {
		this.repository = repository;
		this.version = property("project.version");
	}

	/**
	 * Installs them.
	 * @param repository an address that does not exist yet
	 */
	static BuiltArtifacts installInto(Path repository) throws IOException {
		BuiltArtifacts artifacts = new BuiltArtifacts(repository);
		Path all = Path.of(property("maven.repo.local"));
		artifacts.link(all, Files.createDirectories(repository), "io");
		artifacts.link(all.resolve("io"), Files.createDirectories(repository.resolve("io")), "resque");
		artifacts.install("resque-spring-boot-parent", ROOT.resolve("pom.xml"));
		for (String module : List.of("resque-spring-boot-autoconfigure", "resque-spring-boot-starter")) {
			artifacts.install(module, ROOT.resolve(module).resolve("pom.xml"));
			String jar = module + "-" + artifacts.version + ".jar";
			Files.copy(ROOT.resolve(module).resolve("target").resolve(jar), artifacts.place(module).resolve(jar));
		}
		return artifacts;
	}

	Path repository() {
		return this.repository;
	}

	private void install(String module, Path pom) throws IOException {
		Files.createDirectories(place(module));
		Files.copy(pom, place(module).resolve(module + "-" + this.version + ".pom"));
	}

	private Path place(String module) {
		return this.repository.resolve(GROUP).resolve(module).resolve(this.version);
	}

	private void link(Path from, Path to, String except) throws IOException {
		try (Stream<Path> children = Files.list(from)) {
			for (Path child : children.toList()) {
				Path name = child.getFileName();
				if (!name.toString().equals(except)) {
					this.links.add(Files.createSymbolicLink(to.resolve(name), child.toRealPath()));
				}
			}
		}
	}

	/** The version that the artifacts were built with. */
	static String springBootVersion() throws IOException {
		return SPRING_BOOT.matcher(Files.readString(ROOT.resolve("pom.xml")))
			.results()
			.findFirst()
			.orElseThrow()
			.group(1);
	}

	@Override
	public void close() throws IOException {
		for (Path link : this.links) {
			Files.delete(link);
		}
	}

	static String property(String name) {
		String value = System.getProperty(name);
		if (value == null) {
			throw new IllegalStateException("Without the system property " + name + ": use mvn verify");
		}
		return value;
	}

}
