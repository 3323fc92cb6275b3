package io.resque.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.Job;
import io.resque.dashboard.RawRequest.Response;
import io.resque.inspect.PoolInfo;
import io.resque.inspect.ProcessInfo;
import io.resque.inspect.ProcessLoad;
import io.resque.inspect.QueuedJob;
import io.resque.inspect.StoredKeys;
import io.resque.inspect.WorkerInfo;
import io.resque.inspect.WorkingJob;
import io.resque.redis.RedisCallException;
import io.resque.schedule.Occurrence;
import io.resque.schedule.PastOccurrence;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pages show, of good data and bad, for good requests and bad.
 */
class DashboardPagesTests {

	private static final List<String> ALL = List.of("/overview", "/queues", "/working", "/workers", "/failed",
			"/delayed", "/retries", "/delayed/search", "/schedule", "/stats", "/stats/redis", "/stats/keys",
			"/processes", "/failed/clear/confirm", "/failed/found/remove/confirm");

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

	static Stream<String> injections() {
		return Stream.of("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
				"</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>", "<svg/onload=alert(1)>",
				"javascript:alert(1)", "${7*7}", "__${7*7}__::.x", "*{7*7}", "#{nav.queues}", "@{/x}", "[[${7*7}]]",
				"[(${7*7})]", "{{7*7}}", "<!--", "]]><script>alert(1)</script>", "../../etc/passwd",
				"a/b:c%2Fd %zz ü中文", "x\r\nSet-Cookie: injected=1", "&lt;b&gt;&amp;",
				"${T(java.lang.Runtime).getRuntime().exec('id')}");
	}

	@ParameterizedTest
	@MethodSource("injections")
	void dataIsTextAndNothingElse(String text) {
		plant(text);
		String name = URLEncoder.encode(text, StandardCharsets.UTF_8);
		for (String path : Stream.concat(ALL.stream(),
				Stream.of("/queue?name=" + name, "/worker?id=" + name, "/delayed/at?at=4102444800",
						"/schedule/of?name=" + name, "/workers?host=" + name, "/queue/remove/confirm?name=" + name,
						"/worker/remove/confirm?id=" + name))
			.toList()) {
			Response response = get(path);
			assertThat(response.status()).as(path).isEqualTo(200);
			assertThat(response.body()).as(path)
				.doesNotContainPattern("<script(?! (defer|type=\"module\") src=\"/resque/assets/)")
				.doesNotContain("<img")
				.doesNotContain("<svg/")
				.doesNotContain("href=\"javascript")
				.doesNotContain(">49<");
			assertThat(response.body().replaceAll("\"[^\"]*\"", "")).as(path).doesNotContainPattern("<[^>]* on[a-z]+=");
			assertThat(response.headers("Set-Cookie")).noneMatch((cookie) -> cookie.contains("injected"));
		}
	}

	@ParameterizedTest
	@MethodSource("injections")
	void whatIsNotThereIsNamedAsText(String text) {
		String name = URLEncoder.encode(text, StandardCharsets.UTF_8);
		for (String path : List.of("/queue?name=" + name, "/worker?id=" + name, "/schedule/of?name=" + name,
				"/workers?host=" + name, "/queue/remove/confirm?name=" + name)) {
			Response response = get(path);
			assertThat(response.status()).as(path).isEqualTo(404);
			assertThat(response.body()).doesNotContain("<script>").doesNotContain("<img").doesNotContain(">49<");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "a:b", "100%", "a b", "中文", "..", "a+b&c=d?e#f", "%2F", "*" })
	void anyNameFindsItsQueue(String name) {
		application.data().queues.put(name, List.of(new QueuedJob("JobOf", "[\"found\"]", null, "%040x".formatted(1))));
		String page = get("/queues").body();
		String link = page.substring(page.indexOf("/resque/queue?name="));
		link = link.substring(0, link.indexOf('"')).replace("&amp;", "&");
		assertThat(RawRequest.get(link).send(application.port()).body()).contains("JobOf").contains("found");
	}

	@Test
	void queuesTellHowLongTheirHeadsHaveWaitedWhereThisIsKnown() {
		application.data().queues.put("ruby", List.of(new QueuedJob("A", "[]", null, "%040x".formatted(1))));
		assertThat(get("/queues").body()).doesNotContain("Next one waits");
		assertThat(get("/queue?name=ruby").body()).doesNotContain("Enqueued");
		Instant at = Instant.now().minusSeconds(3725);
		application.data().queues.put("rails", List.of(new QueuedJob("A", "[]", at, "%040x".formatted(2))));
		String known = "datetime=\"" + at + "\"";
		assertThat(get("/queues").body()).contains("Next one waits").containsOnlyOnce(known).contains(">1 h 2 min<");
		assertThat(get("/overview").body()).contains("Next one waits").containsOnlyOnce(known);
		assertThat(get("/queue?name=rails").body()).contains("Enqueued").containsOnlyOnce(known);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/failed?page=0", "/failed?page=-1", "/failed?page=x", "/failed?page=", "/failed?page=1.5",
			"/failed?page=99999999999999999999999", "/failed?page=1&page=2", "/failed?page=%zz", "/failed?page=%00",
			"/queues?page=1000000001", "/queue", "/queue?name=", "/worker", "/worker?id=", "/overview?live=1",
			"/overview?live=61", "/overview?chart=week", "/overview?live=%3Cscript%3E", "/failed?note=nonsense",
			"/failed?note=retried&count=-1", "/queue/remove/confirm" })
	void aBrokenParameterIsABadRequest(String path) {
		Response response = get(path);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).doesNotContain("Exception").doesNotContain("<script>");
	}

	@Test
	void aNameOfAnyLengthIsABadRequest() {
		assertThat(get("/queue?name=" + "x".repeat(5000)).status()).isEqualTo(400);
	}

	@Test
	void anUnknownPageIsNotFound() {
		Response response = get("/nothing/at/all");
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.body()).contains("There is no such page");
	}

	@Test
	void pagesCarryTheProtectiveHeaders() {
		for (String path : Stream.concat(ALL.stream(), Stream.of("/nothing", "/failed?page=x")).toList()) {
			Response response = get(path);
			assertThat(response.header("Content-Security-Policy")).as(path)
				.matches("default-src 'none'; script-src 'nonce-[A-Za-z0-9_-]{24}'; style-src 'self'; "
						+ "connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; "
						+ "base-uri 'none'");
			assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(response.header("X-Frame-Options")).isEqualTo("DENY");
			assertThat(response.header("Referrer-Policy")).isEqualTo("same-origin");
			assertThat(response.header("Cache-Control")).isEqualTo("no-store");
			assertThat(response.header("Content-Type").toLowerCase(Locale.ROOT)).isEqualTo("text/html;charset=utf-8");
			assertThat(response.body()).doesNotContain("style=").doesNotContain("??");
		}
	}

	@Test
	void pagesShowTwentyFailuresNewestFirst() {
		for (int number = 1; number <= 45; number++) {
			application.data().fail("Job" + number, "[]", "E", "e", Instant.now());
		}
		assertThat(get("/failed").body()).contains(">Job45<").contains(">Job26<").doesNotContain(">Job25<");
		assertThat(get("/failed?page=3").body()).contains(">Job5<").contains(">Job1<").contains("41–45 of 45");
		assertThat(get("/failed?page=900000").body()).contains(">Job1<");
	}

	@Test
	void secretsAreMasked() {
		application.data().fail("Job", "[{\"password\":\"hunter2\",\"user\":\"ada\"}]", "E", "e", Instant.now());
		assertThat(get("/failed").body()).contains("ada").doesNotContain("hunter2");
	}

	@Test
	void redisAwayIsSaidPlainly() {
		application.data().outage = new RedisCallException(RedisCallException.Outcome.NOT_SENT, "connection refused",
				null);
		for (String path : Stream.concat(ALL.stream(), Stream.of("/stats.txt")).toList()) {
			Response response = get(path);
			assertThat(response.status()).as(path).isEqualTo(503);
			assertThat(response.body()).contains("Redis cannot be reached").doesNotContain("at io.resque");
		}
	}

	@Test
	void statsAreRubysLines() {
		application.data().queues.put("mailer", List.of(new QueuedJob("A", "[]", null, "%040x".formatted(1)),
				new QueuedJob("A", "[]", null, "%040x".formatted(1))));
		application.data().queues.put("odd\nresque.failed+=99", List.of());
		application.data().fail("Job", "[]", "E", "e", Instant.now());
		Response response = get("/stats.txt");
		assertThat(response.header("Content-Type").toLowerCase(Locale.ROOT)).isEqualTo("text/plain;charset=utf-8");
		assertThat(response.body()).isEqualTo("""
				resque.pending=2
				resque.processed+=1284902
				resque.failed+=1
				resque.workers=0
				resque.working=0
				queues.mailer=2
				queues.odd resque.failed+=99=0""");
	}

	@Test
	void theBrowserChoosesTheLanguage() {
		assertThat(language("zh-CN,en;q=0.5")).contains("lang=\"zh-CN\"").contains("总览");
		assertThat(language("de,en-GB;q=0.8")).contains("lang=\"en\"").contains("Overview");
		assertThat(language("fr")).contains("Overview");
		assertThat(get("/overview").body()).contains("Overview");
	}

	@Test
	void headIsAnsweredWithoutBody() {
		Response response = RawRequest.method("HEAD", "/resque/overview").send(application.port());
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEmpty();
	}

	private static String language(String accepted) {
		return RawRequest.get("/resque/overview").header("Accept-Language", accepted).send(application.port()).body();
	}

	private static Response get(String path) {
		return RawRequest.get("/resque" + path).send(application.port());
	}

	private static void plant(String text) {
		DashboardData data = application.data();
		data.queues.put(text, List.of(new QueuedJob(text, text, null, "%040x".formatted(1))));
		data.workers.add(new WorkerInfo(text, text, text, List.of(text), text, Instant.now(), 1, 1,
				new WorkingJob(text, Instant.now(), text, text, "%040x".formatted(2))));
		data.fail(text, text, text, text, Instant.now());
		data.redis.put(text, text);
		data.delay(Instant.ofEpochSecond(4102444800L), text, text, text);
		data.schedule(text, text, new Job(text, text, List.of()), text, Instant.now());
		data.preview.add(new Occurrence(Instant.now(), text));
		data.history.add(new PastOccurrence(Instant.now(), text, text, Duration.ofSeconds(3)));
		data.scheduler = text;
		data.steering.keys.add(new StoredKeys.Key(text, text, 1));
		data.steering.pausedJobs.put(text, 1L);
		data.processes.add(new ProcessInfo(text, text, text, text, Instant.now(),
				List.of(new PoolInfo(text, text, 1, text)), new ProcessLoad(1, 1, 1, 1L, true), Duration.ofSeconds(3)));
	}

}
