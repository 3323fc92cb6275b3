package io.resque.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor shows for our properties, and what the reference lists.
 */
class ConfigurationMetadataTests {

	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	private final List<JsonNode> properties = JsonMapper.shared()
		.readTree(METADATA)
		.get("properties")
		.valueStream()
		.filter((property) -> name(property).startsWith("resque."))
		.toList();

	@Test
	void propertiesExist() {
		assertThat(this.properties).isNotEmpty();
	}

	@Test
	void everyPropertyHasADescription() {
		assertThat(this.properties).filteredOn((property) -> description(property).isBlank())
			.extracting(ConfigurationMetadataTests::name)
			.as("properties without a description")
			.isEmpty();
	}

	@Test
	void noDescriptionStartsWithAnArticle() {
		assertThat(this.properties).filteredOn((property) -> description(property).matches("(?is)(the|an?)\\b.*"))
			.extracting((property) -> name(property) + ": " + description(property))
			.as("descriptions that should start with \"Whether\", \"Maximum\", \"Prefix\"")
			.isEmpty();
	}

	@Test
	void settingsInsideSettingsAreNested() {
		assertThat(this.properties).filteredOn((property) -> property.path("type").asString().endsWith("Settings"))
			.extracting(ConfigurationMetadataTests::name)
			.as("properties whose own properties stay unknown without @NestedConfigurationProperty")
			.isEmpty();
	}

	private static String name(JsonNode property) {
		return property.path("name").asString();
	}

	private static String description(JsonNode property) {
		return property.path("description").asString("");
	}

}
