package io.resque.sample;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The whole sample in one process: requests over HTTP, a Redis of its own, workers.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.cache-load-time=1ms")
@DirtiesContext
class SampleApplicationTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	@TempDir
	private static Path directory;

	private final HttpClient browser = HttpClient.newBuilder()
		.followRedirects(HttpClient.Redirect.NORMAL)
		.cookieHandler(new CookieManager())
		.build();

	@LocalServerPort
	private int port;

	@Autowired
	private StringRedisTemplate redis;

	@DynamicPropertySource
	static void useTemporaryDirectory(DynamicPropertyRegistry registry) {
		registry.add("sample.data-dir", () -> directory);
	}

	@BeforeEach
	void forgetFailures() {
		this.redis.delete("resque:failed");
	}

	@Test
	void archiveAppearsSoonAfterTheRequest() throws Exception {
		assertThat(post("/archives", "{\"repoId\":44,\"branch\":\"masterbrew\"}").statusCode()).isEqualTo(202);
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(directory.resolve("archives/44-masterbrew.tar.gz")).isNotEmptyFile());
	}

	@Test
	void archiveOfMasterIsMadeWithoutABranch() throws Exception {
		assertThat(post("/archives", "{\"repoId\":45}").body())
			.isEqualTo("{\"queue\":\"file_serve\",\"class\":\"Archive\",\"args\":[45]}");
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(directory.resolve("archives/45-master.tar.gz")).isNotEmptyFile());
	}

	@Test
	void emailLeavesItsResultInRedis() throws Exception {
		assertThat(post("/emails", "{\"to\":\"a@example.org\"}").statusCode()).isEqualTo(202);
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(this.redis.opsForValue().get("resque:a@example.org"))
				.isEqualTo("Email sent to a@example.org"));
	}

	@Test
	void jobsOfRubyAreDone() {
		enqueueAsRubyDoes("file_serve", "{\"class\":\"Archive\",\"args\":[46]}");
		enqueueAsRubyDoes("file_serve", "{\"class\":\"Archive\",\"args\":[46,\"main\"]}");
		await().atMost(SOON).untilAsserted(() -> {
			assertThat(directory.resolve("archives/46-master.tar.gz")).isNotEmptyFile();
			assertThat(directory.resolve("archives/46-main.tar.gz")).isNotEmptyFile();
		});
	}

	@Test
	void cacheIsWarmedByOneListAndBySeveralStrings() throws Exception {
		long before = processed();
		assertThat(post("/caches", "{\"keys\":[\"a\",\"b\"]}").statusCode()).isEqualTo(202);
		enqueueAsRubyDoes("warm_cache", "{\"class\":\"WarmCache\",\"args\":[\"a\",\"b\"]}");
		await().atMost(SOON).untilAsserted(() -> assertThat(processed()).isGreaterThanOrEqualTo(before + 2));
		assertThat(this.redis.opsForList().size("resque:failed")).isZero();
	}

	@Test
	void failureGoesToTheFailedList() throws Exception {
		assertThat(post("/failures", "{\"message\":\"boom\"}").statusCode()).isEqualTo(202);
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(this.redis.opsForList().index("resque:failed", 0)).contains("boom",
					"IllegalStateException", "FailingJob"));
	}

	@Test
	void badBranchFailsInTheJobToo() {
		enqueueAsRubyDoes("file_serve", "{\"class\":\"Archive\",\"args\":[44,\"../x\"]}");
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(this.redis.opsForList().index("resque:failed", 0))
				.contains("'branch' must be a plain file name"));
		assertThat(directory.resolve("x.tar.gz")).doesNotExist();
	}

	@Test
	void aPaymentIsTriedAgainWhenItsProviderIsBusyAndGivenUpWhenTheCardIsDeclined() {
		this.redis.keys("resque:stats:jobs:ChargeCard:*").forEach(this.redis::delete);
		enqueueAsRubyDoes("payments", "{\"class\":\"ChargeCard\",\"args\":[7,995]}");
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(stat("ChargeCard:performed")).as("after a second").isEqualTo("1"));
		assertThat(stat("ChargeCard:failed")).as("each attempt counts").isEqualTo("1");
		assertThat(this.redis.opsForList().size("resque:failed")).as("but is not recorded").isZero();
		assertThat(this.redis.keys("resque:*retry*")).isEmpty();
		assertThat(this.redis.opsForList().range("resque:stats:jobs:ChargeCard:duration", 0, -1)).singleElement()
			.satisfies((seconds) -> assertThat(Double.parseDouble(seconds)).isBetween(0.0, 5.0));
		enqueueAsRubyDoes("payments", "{\"class\":\"ChargeCard\",\"args\":[8,100001]}");
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(this.redis.opsForList().index("resque:failed", 0))
				.contains("CardDeclinedException"));
		assertThat(stat("ChargeCard:failed")).isEqualTo("2");
	}

	@Test
	void pageAndDashboardAreThere() throws Exception {
		assertThat(get("/").statusCode()).isEqualTo(200);
		assertThat(post("/archives", "{\"repoId\":44}").statusCode()).isEqualTo(202);
		HttpResponse<String> dashboard = get("/resque");
		assertThat(dashboard.statusCode()).isEqualTo(200);
		assertThat(dashboard.body()).contains("file_serve");
	}

	@Test
	void formReturnsToThePageWithAMessage() throws Exception {
		HttpRequest form = request("/failures").header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("message=boom"))
			.build();
		HttpResponse<String> page = send(form);
		assertThat(page.uri().getPath()).isEqualTo("/");
		assertThat(page.body()).contains("FailingJob", "[boom]");
	}

	private void enqueueAsRubyDoes(String queue, String payload) {
		this.redis.opsForSet().add("resque:queues", queue);
		this.redis.opsForList().rightPush("resque:queue:" + queue, payload);
	}

	private String stat(String name) {
		return this.redis.opsForValue().get("resque:stats:jobs:" + name);
	}

	private long processed() {
		String processed = this.redis.opsForValue().get("resque:stat:processed");
		return (processed != null) ? Long.parseLong(processed) : 0;
	}

	private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build());
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path).build());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
		return this.browser.send(request, HttpResponse.BodyHandlers.ofString());
	}

}
