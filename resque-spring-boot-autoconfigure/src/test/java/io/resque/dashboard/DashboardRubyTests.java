package io.resque.dashboard;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the tests of Ruby's resque-web hold, behind a proxy that tells its prefix.
 */
class DashboardRubyTests {

	private static final String CREDENTIALS = "Basic "
			+ Base64.getEncoder().encodeToString("ada:correct horse".getBytes(StandardCharsets.UTF_8));

	private static DashboardApplication application;

	@BeforeAll
	static void start() {
		application = DashboardApplication.start("resque.dashboard.username=ada",
				"resque.dashboard.password=correct horse", "server.forward-headers-strategy=framework");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void fill() {
		application.data().reset();
		application.data().queues.put("mailer", List.of());
		application.data().fail("Archive", "[]", "java.io.IOException", "boom", Instant.now());
	}

	@Test
	void theRootRedirectsAndLinksCarryThePrefixOfTheProxy() {
		for (String root : List.of("/resque", "/resque/")) {
			Response response = get(root);
			assertThat(response.status()).isEqualTo(303);
			assertThat(response.header("Location")).endsWith("/tools/resque/overview");
		}
		assertThat(get("/resque/failed").body())
			.contains("href=\"/tools/resque/queues\"", "action=\"/tools/resque/failed/remove\"")
			.doesNotContainPattern("(href|action)=\"/(?!tools/resque)");
	}

	@Test
	void everyTabAnswersAndTheOverviewShowsTheQueues() {
		for (String tab : List.of("overview", "queues", "working", "workers", "failed", "delayed", "retries",
				"schedule", "stats")) {
			assertThat(get("/resque/" + tab).status()).as(tab).isEqualTo(200);
		}
		assertThat(get("/resque/overview").body()).contains(">mailer<");
	}

	@Test
	void failedJobsAreShownWithOneListAndWithSeveral() {
		assertThat(get("/resque/failed").body()).contains(">Archive<").doesNotContain("low_failed");
		application.data().failureQueues.add("low_failed");
		assertThat(get("/resque/failed").body()).contains(">low_failed<").doesNotContain(">Archive<");
	}

	private static Response get(String path) {
		return RawRequest.get(path)
			.header("Authorization", CREDENTIALS)
			.header("X-Forwarded-Prefix", "/tools")
			.send(application.port());
	}

}
