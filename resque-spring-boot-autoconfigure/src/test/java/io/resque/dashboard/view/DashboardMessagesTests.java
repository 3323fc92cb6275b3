package io.resque.dashboard.view;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DashboardMessagesTests {

	private static final Path SOURCES = Path.of("src/main/resources/io/resque/dashboard");

	@Test
	void bothLanguagesSayTheSameThings() throws IOException {
		Properties english = load("messages.properties");
		Properties chinese = load("messages_zh_CN.properties");
		assertThat(chinese.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
		english.stringPropertyNames()
			.forEach((key) -> assertThat(placeholders(chinese.getProperty(key))).as(key)
				.isEqualTo(placeholders(english.getProperty(key))));
	}

	@Test
	void everyTextOfATemplateIsThere() throws IOException {
		Set<String> used = new TreeSet<>();
		try (Stream<Path> templates = Files.list(SOURCES.resolve("templates"))) {
			for (Path template : templates.toList()) {
				used.addAll(matches("#\\{([a-z][a-z.-]+)", Files.readString(template)));
			}
		}
		assertThat(load("messages.properties").stringPropertyNames()).containsAll(used);
	}

	@Test
	void everyNoticeHasAText() throws IOException {
		assertThat(load("messages.properties").stringPropertyNames())
			.containsAll(Stream.of(Notice.values()).map(Notice::code).toList());
	}

	@Test
	void noTextHasAnApostropheThatWouldVanish() throws IOException {
		assertThat(load("messages.properties").values()).noneMatch((text) -> text.toString().contains("'"));
	}

	private static Set<String> placeholders(String text) {
		return matches("(\\{[0-9]})", text);
	}

	private static Set<String> matches(String pattern, String text) {
		return Pattern.compile(pattern)
			.matcher(text)
			.results()
			.map((MatchResult result) -> result.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Properties load(String name) throws IOException {
		Properties properties = new Properties();
		try (Reader reader = new InputStreamReader(Files.newInputStream(SOURCES.resolve(name)),
				StandardCharsets.UTF_8)) {
			properties.load(reader);
		}
		return properties;
	}

}
