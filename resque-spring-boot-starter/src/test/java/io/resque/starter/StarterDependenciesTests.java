package io.resque.starter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application gets with the starter, as Maven resolves it for this build.
 */
class StarterDependenciesTests {

	private static final Path LIST = Path.of("target", "runtime-dependencies.txt");

	private static final Pattern COORDINATES = Pattern.compile("([\\w.-]+:[\\w.-]+):jar:");

	private static Set<String> dependencies;

	@BeforeAll
	static void readList() throws IOException {
		dependencies = COORDINATES.matcher(Files.readString(LIST))
			.results()
			.map((MatchResult match) -> match.group(1))
			.collect(Collectors.toSet());
	}

	@Test
	void bringsEverythingOneNeeds() {
		assertThat(dependencies).contains("io.resque:resque-spring-boot-autoconfigure", "io.lettuce:lettuce-core",
				"org.springframework.data:spring-data-redis", "org.springframework.boot:spring-boot-data-redis",
				"org.springframework.boot:spring-boot-webmvc", "org.thymeleaf:thymeleaf-spring6",
				"org.springframework.boot:spring-boot-actuator-autoconfigure", "tools.jackson.core:jackson-databind",
				"org.webjars.npm:htmx.org");
	}

	@Test
	void bringsNoRedisServerAndNoTestTools() {
		assertThat(dependencies).noneMatch((name) -> name.matches("com\\.github\\.codemonstur:.*"))
			.noneMatch((name) -> name.matches("org\\.testcontainers:.*"))
			.noneMatch((name) -> name.matches("com\\.microsoft\\.playwright:.*"))
			.noneMatch((name) -> name.matches("com\\.tngtech\\.archunit:.*"))
			.noneMatch((name) -> name.matches(".*(junit|mockito|assertj|awaitility|embedded|-test$).*"));
	}

	@Test
	void bringsNoSecondRedisClient() {
		assertThat(dependencies).doesNotContain("redis.clients:jedis");
	}

	/**
	 * Its auto-configuration warns every application that has no templates of its own.
	 */
	@Test
	void leavesTemplatesToTheApplication() {
		assertThat(dependencies).doesNotContain("org.springframework.boot:spring-boot-thymeleaf");
	}

	@Test
	void leavesSecurityToTheApplication() {
		assertThat(dependencies).noneMatch((name) -> name.startsWith("org.springframework.security:"));
	}

}
