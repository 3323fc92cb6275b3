package io.resque;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.DurationStyle;

import io.resque.worker.WorkerSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files for supervisors name properties that exist, and give a worker time to stop.
 */
class OperationsFilesTests {

	private static final Path DIRECTORY = Path.of("..", "docs", "operations");

	private static final Pattern VARIABLE = Pattern.compile("\\b(?:RESQUE|SPRING|MANAGEMENT|SERVER)_[A-Z_]+\\b");

	private static final Pattern GRACE = Pattern
		.compile("RESQUE_PROCESS_GRACE_PERIOD(?:=|\\s+value: |\" => \")(\\d+s)");

	private static final Duration NEEDED = Duration.ofSeconds(20 + 4).plus(WorkerSettings.STOP_MARGIN);

	static Stream<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			return files.toList().stream();
		}
	}

	@ParameterizedTest
	@MethodSource("files")
	void everyVariableIsThatOfAProperty(Path file) throws IOException {
		Set<String> properties = properties();
		assertThat(properties).contains("RESQUE_PROCESS_GRACE_PERIOD", "SPRING_MAIN_WEB_APPLICATION_TYPE");
		List<String> variables = VARIABLE.matcher(Files.readString(file))
			.results()
			.map((match) -> match.group())
			.toList();
		assertThat(variables).isSubsetOf(properties);
		assertThat(variables.isEmpty()).isEqualTo(file.endsWith("resque.monit"));
	}

	@ParameterizedTest
	@CsvSource({ "resque-worker.service, TimeoutStopSec=(\\d+)", "resque-worker@.service, TimeoutStopSec=(\\d+)",
			"resque.god, stop_timeout = (\\d+)", "kubernetes.yaml, value: (\\d+)s" })
	void thePlatformWaitsAsLongAsItSaysAndLongEnough(String name, String pattern) throws IOException {
		String text = Files.readString(DIRECTORY.resolve(name));
		List<Duration> told = GRACE.matcher(text)
			.results()
			.map((match) -> DurationStyle.detectAndParse(match.group(1)))
			.toList();
		List<Duration> waits = Pattern.compile(pattern)
			.matcher(text)
			.results()
			.map((match) -> Duration.ofSeconds(Long.parseLong(match.group(1))))
			.toList();
		assertThat(told).isNotEmpty().isEqualTo(waits).allMatch((grace) -> grace.compareTo(NEEDED) > 0);
	}

	@Test
	void theScriptForMonitWaitsLongEnoughAndMonitForTheScript() throws IOException {
		long grace = number("resque-worker.sh", "grace=(\\d+)");
		assertThat(grace).isGreaterThan(NEEDED.toSeconds());
		assertThat(number("resque.monit", "(?s)stop program.*?timeout (\\d+) seconds")).isGreaterThan(grace);
	}

	@Test
	void theDeploymentGivesTimeForTheStopAndWhatComesBefore() throws IOException {
		Map<String, Object> pod = map(new Yaml().load(Files.readString(DIRECTORY.resolve("kubernetes.yaml"))), "spec",
				"template", "spec");
		Map<String, Object> container = map(((List<?>) pod.get("containers")).get(0));
		int sleep = (Integer) map(container, "lifecycle", "preStop", "sleep").get("seconds");
		int grace = (int) number("kubernetes.yaml", "value: (\\d+)s");
		assertThat(pod.get("terminationGracePeriodSeconds")).isEqualTo(sleep + grace);
		assertThat(map(container, "livenessProbe", "httpGet")).containsEntry("path", "/actuator/health/liveness");
		assertThat(map(container, "readinessProbe", "httpGet")).containsEntry("path", "/actuator/health/readiness");
	}

	private static long number(String file, String pattern) throws IOException {
		return Pattern.compile(pattern)
			.matcher(Files.readString(DIRECTORY.resolve(file)))
			.results()
			.mapToLong((match) -> Long.parseLong(match.group(1)))
			.findFirst()
			.orElseThrow();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object tree, String... path) {
		Map<String, Object> map = (Map<String, Object>) tree;
		for (String name : path) {
			map = (Map<String, Object>) map.get(name);
		}
		return map;
	}

	/** Those of all libraries, as variables of the environment. */
	private static Set<String> properties() throws IOException {
		Set<String> names = new TreeSet<>();
		ClassLoader loader = OperationsFilesTests.class.getClassLoader();
		for (URL url : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream metadata = url.openStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(metadata).get("properties")) {
					names.add(property.path("name").asString().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
				}
			}
		}
		return names;
	}

}
