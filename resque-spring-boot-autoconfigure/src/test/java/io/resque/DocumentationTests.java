package io.resque;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documents say about names must be true of the code, and their links must lead
 * somewhere.
 */
class DocumentationTests {

	private static final Path PROJECT = project();

	private static final Path MAIN = PROJECT.resolve("resque-spring-boot-autoconfigure/src/main");

	private static final Path SAMPLE = PROJECT.resolve("resque-sample-app/src/main/java/io/resque/sample");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

	private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

	private static final Pattern COMMENT = Pattern.compile("(?s:/\\*.*?\\*/)|(?m)^\\s*(//|--).*$");

	static Stream<Path> documents() throws IOException {
		try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
			return Stream
				.concat(Stream
					.of("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md",
							"resque-sample-app/README.md")
					.map(PROJECT::resolve), docs.filter((file) -> file.toString().endsWith(".md")).toList().stream())
				.toList()
				.stream();
		}
	}

	@ParameterizedTest
	@MethodSource("documents")
	void linksLeadSomewhere(Path document) {
		List<String> links = find(LINK, withoutCode(read(document))).filter((link) -> !link.contains("://")).toList();
		assertThat(links).allSatisfy((link) -> {
			String[] parts = link.split("#", 2);
			Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
			assertThat(target).exists();
			if (parts.length == 2) {
				assertThat(anchors(target)).as("headings of " + target).contains(parts[1]);
			}
		});
	}

	@Test
	void everyPropertyIsExplained() {
		String text = read("docs/configuration.md");
		Path metadata = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");
		Set<String> properties = JsonMapper.shared()
			.readTree(metadata)
			.get("properties")
			.valueStream()
			.map((property) -> property.path("name").asString())
			.collect(Collectors.toSet());
		assertThat(properties).contains("resque.namespace")
			.allSatisfy((property) -> assertThat(text).contains("`" + property + "`"));
		assertThat(find(Pattern.compile("`(resque\\.[a-z-]+(?:\\.[a-z-]+)*)`"), text))
			.as("properties that the document names")
			.isSubsetOf(properties);
	}

	@Test
	void everyKeyIsExplained() {
		String text = read("docs/redis.md");
		Pattern key = Pattern.compile("key\\(\"([^\"]+)\"");
		assertThat(find(key, read(MAIN.resolve("java/io/resque/redis/Keyspace.java"))).toList()).hasSizeGreaterThan(15)
			.allSatisfy((name) -> assertThat(text).contains("`" + name));
	}

	@Test
	void everyScriptIsExplained() throws IOException {
		String text = read("docs/redis.md");
		try (Stream<Path> scripts = Files.list(MAIN.resolve("resources/io/resque/redis"))) {
			assertThat(scripts.map((script) -> script.getFileName().toString())).isNotEmpty()
				.allSatisfy((script) -> assertThat(text).contains("`" + script + "`"));
		}
	}

	@Test
	void everyEventIsExplained() {
		String text = read("docs/operations.md");
		Pattern event = Pattern.compile("(?m)^\\trecord (\\w+)\\(");
		for (String type : List.of("JobEvent", "WorkerEvent", "ScheduleEvent", "FailureEvent")) {
			assertThat(find(event, read(MAIN.resolve("java/io/resque/event/" + type + ".java"))).toList()).isNotEmpty()
				.allSatisfy((name) -> assertThat(text).contains("`" + type + "." + name + "`"));
		}
	}

	@Test
	void everyMeterIsExplained() throws IOException {
		String text = read("docs/operations.md");
		Pattern meter = Pattern.compile("\"(resque\\.[a-z.]+)\"");
		try (Stream<Path> files = Files.list(MAIN.resolve("java/io/resque/observation"))) {
			assertThat(files.flatMap((file) -> find(meter, read(file)))).hasSizeGreaterThan(8)
				.allSatisfy((name) -> assertThat(text).contains("`" + name + "`"));
		}
	}

	@Test
	void theEngineReadsInTenFilesAndAThousandLines() {
		String section = read("docs/internals.md").split("## The engine in ten files")[1].split("\n## ")[0];
		List<Path> files = find(LINK, section).filter((link) -> link.contains("src/main"))
			.map((link) -> PROJECT.resolve("docs").resolve(link).normalize())
			.toList();
		assertThat(files).hasSize(10);
		assertThat(files.stream().mapToLong(DocumentationTests::linesOfCode).sum()).isBetween(500L, 1000L);
	}

	@Test
	void bothReadmesHaveTheSameParts() {
		assertThat(levels("README.zh-CN.md")).isEqualTo(levels("README.md"));
		assertThat(codeBlocks("README.zh-CN.md")).hasSameSizeAs(codeBlocks("README.md"));
	}

	/** The English ones are tried out by the sample application. */
	@Test
	void bothReadmesHaveTheSameFirstSteps() {
		assertThat(firstSteps("README.zh-CN.md")).hasSize(3).isEqualTo(firstSteps("README.md"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "docs/failures.md", "docs/hooks.md", "docs/retries.md" })
	void theExamplesOfAPageAreThoseOfTheSample(String page) throws IOException {
		List<String> sample;
		try (Stream<Path> files = Files.walk(SAMPLE)) {
			sample = files.filter((file) -> file.toString().endsWith(".java")).map(DocumentationTests::read).toList();
		}
		assertThat(codeBlocks(page)).filteredOn((code) -> code.contains("class "))
			.isNotEmpty()
			.allSatisfy((code) -> assertThat(sample).anyMatch((file) -> file.endsWith(code)));
	}

	private static long linesOfCode(Path file) {
		String withoutComments = COMMENT.matcher(read(file)).replaceAll("");
		return withoutComments.lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package "))
			.count();
	}

	private static List<Integer> levels(String document) {
		return withoutCode(read(document)).lines()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.indexOf(' '))
			.toList();
	}

	private static List<String> codeBlocks(String document) {
		return CODE_BLOCK.matcher(read(document)).results().map((block) -> block.group(2)).toList();
	}

	private static List<String> firstSteps(String document) {
		return codeBlocks(document).stream()
			.filter((code) -> code.startsWith("@Component") || code.startsWith("<dependency>"))
			.toList();
	}

	private static String withoutCode(String text) {
		return CODE_BLOCK.matcher(text).replaceAll("");
	}

	/** As GitHub makes them of headings. */
	private static Set<String> anchors(Path document) {
		Function<String, String> anchor = (
				heading) -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\s_-]", "").replace(' ', '-');
		return find(HEADING, withoutCode(read(document))).map(anchor).collect(Collectors.toSet());
	}

	private static Stream<String> find(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
	}

	private static String read(String document) {
		return read(PROJECT.resolve(document));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	/** Root of the project, wherever the tests were started. */
	private static Path project() {
		try {
			Path classes = Path
				.of(DocumentationTests.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			Path directory = classes;
			while (!Files.exists(directory.resolve("CONTRIBUTING.md"))) {
				directory = directory.getParent();
			}
			return directory;
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
