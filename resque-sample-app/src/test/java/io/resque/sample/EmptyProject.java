package io.resque.sample;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A project as somebody begins it: a parent, a main class, and what the README says.
 */
final class EmptyProject {

	private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

	private static final Pattern CLASS = Pattern.compile("(?m)^class (\\w+)");

	/** What an editor adds by itself. */
	private static final String IMPORTS = """
			package org.example;

			import io.resque.*;
			import org.slf4j.*;
			import org.springframework.boot.*;
			import org.springframework.stereotype.*;

			""";

	private static final String MAIN = """
			package org.example;

			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;

			@SpringBootApplication
			public class DemoApplication {

				public static void main(String[] args) {
					SpringApplication.run(DemoApplication.class, args);
				}

			}
			""";

	private static final String POM = """
			<project xmlns="http://maven.apache.org/POM/4.0.0">
				<modelVersion>4.0.0</modelVersion>
				<parent>
					<groupId>org.springframework.boot</groupId>
					<artifactId>spring-boot-starter-parent</artifactId>
					<version>%s</version>
					<relativePath/>
				</parent>
				<groupId>org.example</groupId>
				<artifactId>demo</artifactId>
				<version>1</version>
				<properties>
					<java.version>17</java.version>
				</properties>
				<dependencies>
			%s
				</dependencies>
				<build>
					<plugins>
						<plugin>
							<groupId>org.springframework.boot</groupId>
							<artifactId>spring-boot-maven-plugin</artifactId>
						</plugin>
					</plugins>
				</build>
			</project>
			""";

	private final Path directory;

	private final Path sources;

	private EmptyProject(Path directory) {
		this.directory = directory;
		this.sources = directory.resolve(Path.of("src", "main", "java", "org", "example"));
	}

	static EmptyProject in(Path directory) throws IOException {
		EmptyProject project = new EmptyProject(directory);
		Files.createDirectories(project.sources);
		Files.writeString(project.sources.resolve("DemoApplication.java"), MAIN);
		return project;
	}

	/** Adds the dependency of the first step, and the classes of the others. */
	void follow(Path readme) throws IOException {
		List<MatchResult> blocks = CODE_BLOCK.matcher(Files.readString(readme)).results().toList();
		List<String> dependencies = blocks.stream()
			.filter((block) -> block.group(1).equals("xml"))
			.map((block) -> block.group(2))
			.toList();
		assertThat(dependencies).as("dependencies in " + readme).hasSize(1);
		Files.writeString(this.directory.resolve("pom.xml"),
				POM.formatted(BuiltArtifacts.springBootVersion(), dependencies.get(0)));
		List<String> classes = blocks.stream()
			.filter((block) -> block.group(1).equals("java"))
			.map((block) -> block.group(2))
			.filter((code) -> CLASS.matcher(code).find())
			.toList();
		assertThat(classes).as("classes in " + readme).hasSize(2);
		for (String code : classes) {
			String name = CLASS.matcher(code).results().findFirst().orElseThrow().group(1);
			Files.writeString(this.sources.resolve(name + ".java"), IMPORTS + code);
		}
	}

	/** Makes its jar. */
	void build(Path repository) throws IOException, InterruptedException {
		Path log = this.directory.resolve("build.log");
		Process maven = new ProcessBuilder(Path.of(BuiltArtifacts.property("maven.home"), "bin", "mvn").toString(),
				"-B", "-ntp", "-Dmaven.repo.local=" + repository, "package")
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			assertThat(maven.waitFor(5, TimeUnit.MINUTES)).as("it is built in time").isTrue();
			assertThat(maven.exitValue()).as(Files.readString(log)).isZero();
		}
		finally {
			maven.destroyForcibly();
		}
	}

	/** Starts it. */
	Running run(int redisPort) throws IOException {
		Path log = this.directory.resolve("run.log");
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-jar", this.directory.resolve(Path.of("target", "demo-1.jar")).toString())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment()
			.putAll(Map.of("SPRING_DATA_REDIS_PORT", Integer.toString(redisPort), "SERVER_PORT", Integer.toString(port),
					"SERVER_ADDRESS", "127.0.0.1"));
		return new Running(builder.start(), log, port);
	}

	/**
	 * The project as a running application.
	 *
	 * @param process its process
	 * @param log what it prints
	 * @param port where it serves
	 */
	record Running(Process process, Path log, int port) implements AutoCloseable {

		String output() throws IOException {
			return Files.readString(this.log);
		}

		@Override
		public void close() {
			this.process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
		}

	}

}
