package io.resque.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.resque.dashboard.RawRequest.Response;
import io.resque.inspect.QueuedJob;
import io.resque.inspect.WorkerInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Removing queues and workers.
 */
class DashboardRemovalTests {

	private static final String TOKEN = "t".repeat(43);

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
	void aQueueGoesWhenItsNameIsTyped() {
		String name = "a/b & <c>\n";
		application.data().queues.put(name, List.of(new QueuedJob("Job", "[]", null, "%040x".formatted(1))));
		Response response = post("/queue/remove", "name=" + encode(name) + "&typed=" + encode("a/b & <c>"));
		assertThat(response.header("Location")).contains("note=queue_removed").contains("count=1");
		assertThat(application.data().queues).isEmpty();
	}

	@Test
	void aQueueStaysWhenAnotherNameIsTyped() {
		application.data().queues.put("mailer", List.of());
		assertThat(post("/queue/remove", "name=mailer&typed=Mailer").header("Location"))
			.contains("note=queue_name_differs");
		assertThat(post("/queue/remove", "name=mailer").header("Location")).contains("note=queue_name_differs");
		assertThat(application.data().queues).containsKey("mailer");
	}

	@Test
	void anUnknownQueueIsNotFound() {
		assertThat(post("/queue/remove", "name=nothing&typed=nothing").status()).isEqualTo(404);
	}

	@Test
	void aWorkerThatIsGoneGoes() {
		worker(Instant.now().minus(Duration.ofMinutes(6)));
		assertThat(post("/worker/remove", "id=h:1:q").header("Location")).contains("note=worker_removed");
		assertThat(post("/worker/remove", "id=h:1:q").header("Location")).contains("note=worker_gone");
	}

	@Test
	void aWorkerWithoutHeartbeatGoes() {
		worker(null);
		assertThat(post("/worker/remove", "id=h:1:q").header("Location")).contains("note=worker_removed");
	}

	@Test
	void aWorkerThatLivesStays() {
		worker(Instant.now().minus(Duration.ofMinutes(4)));
		assertThat(post("/worker/remove", "id=h:1:q").header("Location")).contains("note=worker_alive");
		assertThat(application.data().workers).hasSize(1);
	}

	private static void worker(@Nullable Instant heartbeat) {
		application.data().workers.add(new WorkerInfo("h:1:q", "h", "1", List.of("q"), null, heartbeat, 0, 0, null));
	}

	private static Response post(String path, String form) {
		return RawRequest.post("/resque" + path, form + "&_resque=" + TOKEN)
			.header("Cookie", "resque_form=" + TOKEN)
			.send(application.port());
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
