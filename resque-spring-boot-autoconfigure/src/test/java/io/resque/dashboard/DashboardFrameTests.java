package io.resque.dashboard;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is around the contents of the pages: assets, nonces, fragments, theme, language.
 */
class DashboardFrameTests {

	private static DashboardApplication application;

	@BeforeAll
	static void start() {
		application = DashboardApplication.start();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.data().reset();
	}

	@Test
	void assetsMayBeKept() {
		List<String> links = Pattern.compile("(?:src|href)=\"/resque(/assets/[^\"]+)\"")
			.matcher(get("/overview").body())
			.results()
			.map((MatchResult match) -> match.group(1))
			.toList();
		assertThat(links).extracting((link) -> link.substring(link.lastIndexOf('/') + 1))
			.contains("resque.css", "htmx.min.js", "resque.js");
		for (String link : links) {
			Response response = get(link);
			assertThat(response.status()).as(link).isEqualTo(200);
			assertThat(response.header("Cache-Control")).contains("max-age=31536000").contains("immutable");
			assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(response.header("Content-Type"))
				.startsWith(link.endsWith(".css") ? "text/css" : "text/javascript");
		}
	}

	@Test
	void onlyAssetsOfThisVersionAreServed() {
		String version = get("/overview").body().replaceAll("(?s).*/assets/([0-9a-f]{16})/.*", "$1");
		assertThat(get("/assets/" + version + "/morph.js").status()).isEqualTo(200);
		assertThat(get("/assets/0000000000000000/resque.css").status()).isEqualTo(404);
		for (String name : List.of("other.css", "..%2Fmessages.properties", "resque.css%00", "overview.html")) {
			assertThat(get("/assets/" + version + "/" + name).status()).as(name).isIn(400, 404);
		}
	}

	@Test
	void eachAnswerHasItsOwnNonceAndEachScriptHasIt() {
		Response one = get("/overview");
		Response other = get("/overview");
		String nonce = nonce(one);
		assertThat(nonce).isNotEqualTo(nonce(other));
		assertThat(one.body().split("<script", -1)).hasSizeGreaterThan(2);
		assertThat(Pattern.compile("<script [^>]*>").matcher(one.body()).results().map(MatchResult::group))
			.allMatch((tag) -> tag.contains("nonce=\"" + nonce + "\""));
	}

	@Test
	void htmxGetsThePageWithoutItsFrame() {
		Response response = RawRequest.get("/resque/overview").header("HX-Request", "true").send(application.port());
		assertThat(response.body()).contains("id=\"main\"")
			.contains("id=\"pages\"")
			.doesNotContain("<script")
			.doesNotContain("<footer")
			.doesNotContain("stylesheet");
	}

	@Test
	void refreshesWithoutScriptsWhenAsked() {
		assertThat(get("/queues?page=2&live=5").body())
			.contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>")
			.contains("href=\"/resque/queues?page=2\"");
		assertThat(get("/queues?page=2").body()).doesNotContain("http-equiv=\"refresh\"")
			.contains("href=\"/resque/queues?page=2&amp;live=5\"");
	}

	@Test
	void aThemeIsKeptInACookie() {
		Response response = get("/look?theme=dark&back=/failed%3Fpage%3D2");
		assertThat(response.status()).isEqualTo(303);
		assertThat(response.header("Location")).isEqualTo("/resque/failed?page=2");
		assertThat(response.headers("Set-Cookie")).singleElement()
			.asString()
			.startsWith("resque_theme=dark;")
			.contains("Path=/resque")
			.contains("HttpOnly")
			.contains("SameSite=Lax");
		assertThat(with("resque_theme=dark")).contains("data-theme=\"dark\"").contains("content=\"dark\"");
		assertThat(with("resque_theme=<x>")).contains("data-theme=\"system\"").contains("content=\"light dark\"");
	}

	@Test
	void aLanguageIsKeptInACookie() {
		assertThat(get("/look?lang=zh-CN&back=/overview").headers("Set-Cookie")).singleElement()
			.asString()
			.startsWith("resque_lang=zh-CN;");
		assertThat(with("resque_lang=zh-CN")).contains("lang=\"zh-CN\"").contains("总览");
		assertThat(with("resque_lang=xx")).contains("Overview");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "theme=dark", "theme=pink&back=/overview", "lang=xx&back=/overview",
			"theme=dark&back=https://evil.example", "theme=dark&back=//evil.example",
			"theme=dark&back=/%5Cevil.example", "theme=dark&back=/../admin", "theme=dark&back=/a%0d%0aSet-Cookie:x",
			"theme=dark&back=/a%20b", "theme=dark&back=evil", "theme=dark&back=/overview%3Fa=%25zz" })
	void aLookThatCannotBeIsABadRequest(String query) {
		Response response = get("/look?" + query);
		assertThat(response.headers("Set-Cookie")).noneMatch((cookie) -> cookie.startsWith("resque_theme"));
		assertThat(response.status()).isEqualTo(400);
	}

	@Test
	void productionIsMarked() {
		assertThat(get("/overview").body()).contains("environment-live").contains(">production<");
	}

	private static String nonce(Response response) {
		return response.header("Content-Security-Policy").replaceAll(".*'nonce-([^']+)'.*", "$1");
	}

	private static String with(String cookie) {
		return RawRequest.get("/resque/overview").header("Cookie", cookie).send(application.port()).body();
	}

	private static Response get(String path) {
		return RawRequest.get("/resque" + path).send(application.port());
	}

}
