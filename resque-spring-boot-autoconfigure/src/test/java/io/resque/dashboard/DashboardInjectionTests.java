package io.resque.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever somebody writes into Redis or into an address: a page has the elements and
 * attributes of its template, and no others.
 */
class DashboardInjectionTests {

	/** Parameters that take any text. */
	private static final Set<String> FREE = Set.of("name", "host", "text", "job", "exception", "group");

	private static final String TOKEN = "A".repeat(43);

	/** Elements with their attributes, as harmless texts leave them. */
	private static final Set<String> harmless = new HashSet<>();

	private static DashboardApplication application;

	@BeforeAll
	static void start() {
		application = DashboardApplication.start("server.max-http-request-header-size=256KB");
		Stream.of("harmless", "*").forEach((text) -> {
			fill(text);
			targets(text).forEach((target) -> collect(get(target)));
			collect(post("/schedule/new", "name=" + encoded(text) + "&cron=&job=J"));
			application.data().queues.clear();
			collect(get("/queues"));
		});
		application.data().reset();
		Stream.of("/overview", "/nothing", "/queue?name=nothing", "/queue", "/failed?text=nothing")
			.forEach((target) -> collect(get(target)));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	static Stream<String> texts() {
		return HostileDay.TEXTS.stream().map((text) -> HostileDay.MARK + text);
	}

	@Test
	void thereAreEnoughOfThem() {
		assertThat(texts().distinct()).hasSizeGreaterThan(40);
		DashboardAddresses.areThoseOf(application, "/resque");
	}

	@ParameterizedTest
	@MethodSource("texts")
	void everyPageStaysWhatItIs(String text) {
		fill(text);
		targets(text).forEach((target) -> {
			Response response = get(target);
			assertThat(response.status()).as(target).isIn(200, 400, 404);
			check(target, response);
			if (response.status() == 200 && !target.equals("/stats") && !target.startsWith("/delayed?")
					&& !target.contains("/clear") && !target.contains("all/")) {
				assertThat(response.body()).as(target).contains(HostileDay.MARK);
			}
		});
	}

	@ParameterizedTest
	@MethodSource("texts")
	void everyRefusalStaysWhatItIs(String text) {
		application.data().reset();
		String encoded = encoded(text);
		Stream
			.of("/queue?name=", "/worker?id=", "/workers?host=", "/schedule/of?name=", "/overview?note=",
					"/failed?queue=", "/failed?from=", "/queues?page=", "/overview?live=", "/stats?count=",
					"/failed/canary?group=", "/", "/assets/", "/queue?", "/overview?" + encoded + "=")
			.forEach((address) -> check(address, get(address + encoded)));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void everyAnswerToAFormStaysWhatItIs(String text) {
		String encoded = encoded(text);
		DashboardAddresses.ACTIONS.forEach((action, form) -> {
			fill(text);
			String fields = Arrays.stream(form.split("&"))
				.map((field) -> field.substring(0, field.indexOf('=') + 1))
				.map((field) -> field.matches("(at|index|first|percent|per-second|queue|page)=") ? original(form, field)
						: field + encoded)
				.collect(Collectors.joining("&"));
			Response response = post(action, fields);
			assertThat(response.status()).as(action).isIn(303, 400, 404);
			check(action, response);
		});
	}

	private static void check(String target, Response response) {
		assertThat(response.text()).as(target).doesNotContain(HostileDay.EVALUATED);
		assertThat(response.headers("Set-Cookie")).as(target).allMatch((cookie) -> cookie.startsWith("resque_form="));
		assertThat(response.headers("X-Hacked")).as(target).isEmpty();
		if (response.headers("Content-Security-Policy").isEmpty()) {
			assertThat(response.status()).as("an address that the server itself refuses").isEqualTo(400);
			assertThat(response.body()).as(target).doesNotContain(HostileDay.MARK);
			return;
		}
		assertThat(response.headers("Location")).as(target)
			.allMatch((location) -> location.matches("/resque/[\\x21-\\x7E]*"));
		if (!response.header("Content-Type").contains("html")) {
			return;
		}
		Document page = Jsoup.parse(response.body());
		assertThat(signatures(page)).as(target).isSubsetOf(harmless);
		for (Element element : page.getAllElements()) {
			for (Attribute attribute : element.attributes()) {
				if (attribute.getKey().matches("href|src|action|formaction")) {
					assertThat(attribute.getValue()).as(target).matches("(?s)/resque[/?].*|#main|data:image/svg[^<>]*");
				}
			}
		}
	}

	private static void collect(Response response) {
		harmless.addAll(signatures(Jsoup.parse(response.body())));
	}

	private static Set<String> signatures(Document page) {
		return page.getAllElements()
			.stream()
			.map((element) -> element.tagName() + element.attributes()
				.asList()
				.stream()
				.map(Attribute::getKey)
				.collect(Collectors.toCollection(TreeSet::new)))
			.collect(Collectors.toSet());
	}

	private static void fill(String text) {
		application.data().reset();
		HostileDay.fill(application.data(), text);
	}

	/** Every page with the text in each parameter that takes one, and some with more. */
	private static Stream<String> targets(String text) {
		String encoded = encoded(text);
		Stream<String> addresses = Stream.of(DashboardAddresses.PAGES, DashboardAddresses.QUESTIONS)
			.flatMap((pages) -> pages.entrySet().stream())
			.map((page) -> page.getKey() + "?" + with(encoded, page));
		return Stream.concat(addresses, Stream.of("/failed", "/workers", "/failed?job=" + encoded,
				"/failed?exception=" + encoded + "&text=" + encoded, "/failed?text=" + encoded + "&group=" + encoded,
				"/failed/canary?job=" + encoded + "&exception=" + encoded + "&group=" + encoded + "&text=" + encoded));
	}

	private static String with(String encoded, Map.Entry<String, String> page) {
		return Arrays.stream(page.getValue().split("&"))
			.filter((parameter) -> !parameter.isEmpty())
			.map((parameter) -> {
				String name = parameter.substring(0, parameter.indexOf('='));
				boolean worker = name.equals("id") && page.getKey().startsWith("/worker");
				return (FREE.contains(name) || worker) ? name + "=" + encoded : parameter;
			})
			.collect(Collectors.joining("&"));
	}

	private static String original(String form, String field) {
		return Arrays.stream(form.split("&")).filter((each) -> each.startsWith(field)).findFirst().orElseThrow();
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static Response post(String action, String fields) {
		return RawRequest.post("/resque" + action, fields + "&_resque=" + TOKEN)
			.header("Cookie", "resque_form=" + TOKEN)
			.send(application.port());
	}

	private static Response get(String target) {
		return RawRequest.get("/resque" + target).send(application.port());
	}

}
