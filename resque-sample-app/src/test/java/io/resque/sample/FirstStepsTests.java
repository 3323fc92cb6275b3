package io.resque.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.resque.sample.embedded.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The first steps as the README tells them, in an empty project: its dependency, its job,
 * its call, no property. Only where Redis is and which port is free has to be told, as
 * environment variables. Runs when the jars are made.
 */
@Tag("packaged")
class FirstStepsTests {

	private static final Duration LONG = Duration.ofMinutes(2);

	private final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	@Test
	void theyLeadToAPerformedJobAndADashboard() throws Exception {
		EmptyProject project = EmptyProject.in(this.directory.resolve("project"));
		project.follow(Path.of("..", "README.md"));
		try (BuiltArtifacts artifacts = BuiltArtifacts.installInto(this.directory.resolve("repository"))) {
			project.build(artifacts.repository());
		}
		EmbeddedRedis server = EmbeddedRedis.join(this.directory.resolve("redis"));
		try (EmptyProject.Running application = project.run(server.port())) {
			await().atMost(LONG).until(() -> application.output().contains("Hello world"));
			String dashboard = "http://localhost:" + application.port() + "/resque";
			await().atMost(LONG).until(() -> get(dashboard + "/stats.txt").contains("resque.processed+=1\n"));
			assertThat(get(dashboard + "/queues")).contains("greetings");
			assertThat(application.output().lines().filter((line) -> line.matches(".* (WARN|ERROR) .*"))).isEmpty();
		}
		finally {
			server.close();
		}
	}

	private String get(String address) throws IOException, InterruptedException {
		HttpResponse<String> response = this.http.send(HttpRequest.newBuilder(URI.create(address)).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(address).isEqualTo(200);
		return response.body();
	}

}
