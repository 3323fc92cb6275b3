package io.resque.observation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.resque.ResqueJob;
import io.resque.ResqueOperations;
import io.resque.autoconfigure.ResqueAutoConfiguration;
import io.resque.autoconfigure.ResqueMetricsAutoConfiguration;
import io.resque.autoconfigure.ResqueObservationAutoConfiguration;
import io.resque.autoconfigure.ResqueWorkerAutoConfiguration;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The dashboard for Grafana asks for what a running application exports.
 */
@ExtendWith(RedisServerExtension.class)
class GrafanaDashboardTests {

	private static final Pattern SELECTOR = Pattern.compile("(resque_[a-z_]+)(?:\\{([^}]*)})?");

	private static final Pattern WORD = Pattern.compile("\\b[a-z_]+\\b");

	private static final Set<String> WORDS = Set.of("sum", "max", "by", "rate", "increase", "histogram_quantile", "h");

	private static final Set<String> LABELS = Set.of("queue", "class", "outcome", "le");

	private final RedisServer server;

	private final JsonNode dashboard = JsonMapper.shared().readTree(Path.of("../docs/grafana/resque.json"));

	GrafanaDashboardTests(RedisServer server) {
		this.server = server;
	}

	@Test
	void everyMetricIsExportedWithItsLabels() {
		Map<String, Set<String>> exported = exported();
		assertThat(expressions()).hasSizeGreaterThan(20).allSatisfy((expression) -> {
			for (MatchResult selector : SELECTOR.matcher(expression).results().toList()) {
				assertThat(exported).containsKey(selector.group(1));
				labels(String.valueOf(selector.group(2))).forEach(
						(label) -> assertThat(exported.get(selector.group(1))).as(selector.group()).contains(label));
			}
			assertThat(grouping(expression)).allSatisfy(
					(label) -> assertThat(SELECTOR.matcher(expression).results().map((metric) -> metric.group(1)))
						.allSatisfy((metric) -> assertThat(exported.get(metric)).as(expression).contains(label)));
		});
	}

	@Test
	void everyMeterThatIsExportedIsShown() {
		Set<String> shown = expressions().stream()
			.flatMap((expression) -> SELECTOR.matcher(expression).results())
			.map((metric) -> meter(metric.group(1)))
			.collect(Collectors.toSet());
		assertThat(exported().keySet()
			.stream()
			.filter((name) -> !name.contains("_active_"))
			.map(GrafanaDashboardTests::meter)).isSubsetOf(shown);
	}

	@Test
	void expressionsAreWellFormed() {
		assertThat(expressions()).allSatisfy((expression) -> {
			assertThat(isBalanced(expression)).as(expression).isTrue();
			String rest = SELECTOR.matcher(expression).replaceAll("").replace("$__rate_interval", "");
			assertThat(WORD.matcher(rest).results().map(MatchResult::group)).isSubsetOf(union(WORDS, LABELS));
			assertThat(rest.replaceAll("[a-z_]", "")).containsPattern("^[ ()\\[\\]0-9.,/]*$");
		});
	}

	@Test
	void isImportable() {
		assertThat(this.dashboard.path("templating")
			.path("list")
			.valueStream()
			.map((variable) -> variable.path("name").asString())).containsExactly("datasource", "application", "queue");
		List<JsonNode> panels = this.dashboard.path("panels").valueStream().toList();
		assertThat(panels).extracting((panel) -> panel.path("id").asInt()).doesNotHaveDuplicates();
		Set<String> cells = new HashSet<>();
		for (JsonNode panel : panels) {
			JsonNode place = panel.path("gridPos");
			assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
			for (int x = place.path("x").asInt(); x < place.path("x").asInt() + place.path("w").asInt(); x++) {
				for (int y = place.path("y").asInt(); y < place.path("y").asInt() + place.path("h").asInt(); y++) {
					assertThat(cells.add(x + "," + y)).as(panel.path("title") + " is over another panel").isTrue();
				}
			}
			if (!panel.path("type").asString().equals("row")) {
				assertThat(panel.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
				assertThat(panel.path("description").asString()).isNotEmpty();
			}
		}
	}

	/** Samples with their labels, and the label that applications add. */
	private Map<String, Set<String>> exported() {
		String text = scrape();
		Pattern sample = Pattern.compile("(?m)^(resque_[a-z_]+)(?:\\{(.*)})? \\S+$");
		return sample.matcher(text)
			.results()
			.collect(Collectors.toMap((line) -> line.group(1), (line) -> labels(String.valueOf(line.group(2))),
					GrafanaDashboardTests::union));
	}

	private String scrape() {
		String[] text = new String[1];
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class, ResqueMetricsAutoConfiguration.class,
					ResqueObservationAutoConfiguration.class, ObservationAutoConfiguration.class,
					MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
			.withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
			.withBean(Note.class)
			.withPropertyValues("spring.data.redis.url=" + this.server.url(), "resque.worker.concurrency=1",
					"management.metrics.tags.application=shop",
					"management.metrics.distribution.percentiles-histogram.resque.jobs.duration=true")
			.run((context) -> {
				ResqueOperations resque = context.getBean(ResqueOperations.class);
				// As Rails writes it: the class comes first.
				Map<String, Object> payload = new LinkedHashMap<>();
				payload.put("class", "ActiveJob::QueueAdapters::ResqueAdapter::JobWrapper");
				payload.put("args", List.of(Map.of("enqueued_at", Instant.now().toString())));
				resque.push("rails", payload);
				resque.enqueue(Note.class);
				PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
				text[0] = await().until(registry::scrape,
						(scraped) -> scraped.contains("resque_jobs_duration_seconds_bucket")
								&& scraped.contains("resque_queue_head_age_seconds{")
								&& scraped.contains("resque_queue_depth{")
								&& scraped.contains("resque_perform_seconds_count"));
			});
		return text[0];
	}

	private List<String> expressions() {
		return this.dashboard.path("panels")
			.valueStream()
			.flatMap((panel) -> panel.path("targets").valueStream())
			.map((target) -> target.path("expr").asString())
			.toList();
	}

	private static Set<String> labels(String selector) {
		return Pattern.compile("([a-z]+)=~?\"")
			.matcher(selector)
			.results()
			.map((label) -> label.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> grouping(String expression) {
		return Pattern.compile("by \\(([^)]*)\\)")
			.matcher(expression)
			.results()
			.flatMap((labels) -> Stream.of(labels.group(1).split(", ")))
			.collect(Collectors.toSet());
	}

	private static String meter(String metric) {
		return metric.replaceFirst("_seconds_(count|sum|max|bucket)$", "_seconds");
	}

	private static boolean isBalanced(String expression) {
		Deque<Character> open = new ArrayDeque<>();
		for (char character : expression.toCharArray()) {
			if ("([{".indexOf(character) >= 0) {
				open.push(character);
			}
			else if (")]}".indexOf(character) >= 0
					&& (open.isEmpty() || ")]}".indexOf(character) != "([{".indexOf(open.pop()))) {
				return false;
			}
		}
		return open.isEmpty();
	}

	private static Set<String> union(Set<String> one, Set<String> other) {
		return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
	}

	@ResqueJob(queue = "notes")
	static class Note {

		void perform() {
		}

	}

}
