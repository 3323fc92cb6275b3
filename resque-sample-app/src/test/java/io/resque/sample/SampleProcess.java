package io.resque.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample as a process of its own.
 */
final class SampleProcess implements AutoCloseable {

	private static final Pattern ANNOUNCEMENT = Pattern
		.compile("Resque dashboard: (http://localhost:\\d+)(/\\S*) \\(Redis 127\\.0\\.0\\.1:(\\d+), data in .+\\)");

	/** A build in the background ignores SIGINT, and children inherit that. */
	private static final List<String> AS_IN_A_TERMINAL = System.getProperty("os.name").equals("Linux")
			? List.of("env", "--default-signal=INT") : List.of();

	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	private final HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

	private final Process process;

	private final Path log;

	private Matcher announcement = ANNOUNCEMENT.matcher("");

	private SampleProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/** Starts it, on a free port, and waits until it serves. */
	static SampleProcess start(Path dataDir, Path log, String... properties) throws IOException {
		List<String> command = new ArrayList<>(AS_IN_A_TERMINAL);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				SampleApplication.class.getName(), "--server.port=0", "--sample.data-dir=" + dataDir));
		command.addAll(List.of(properties));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		SampleProcess sample = new SampleProcess(process, log);
		try {
			await().atMost(START_TIMEOUT).until(sample::isServing);
		}
		catch (RuntimeException ex) {
			sample.close();
			throw new IllegalStateException("Did not start: " + sample.output(), ex);
		}
		return sample;
	}

	private boolean isServing() throws IOException {
		assertThat(this.process.isAlive()).as("process lives").isTrue();
		this.announcement = ANNOUNCEMENT.matcher(output());
		return this.announcement.find();
	}

	String output() throws IOException {
		return Files.readString(this.log);
	}

	String dashboardPath() {
		return this.announcement.group(2);
	}

	int redisPort() {
		return Integer.parseInt(this.announcement.group(3));
	}

	int get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path)).build());
	}

	int post(String path, String json) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build());
	}

	private URI uri(String path) {
		return URI.create(this.announcement.group(1) + path);
	}

	private int send(HttpRequest request) throws IOException, InterruptedException {
		return this.http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	/** What Ctrl-C sends. */
	void interrupt() throws IOException, InterruptedException {
		assertThat(new ProcessBuilder("kill", "-INT", Long.toString(this.process.pid())).start().waitFor()).isZero();
		assertThat(this.process.waitFor(60, TimeUnit.SECONDS)).as("process ends").isTrue();
	}

	/** {@code kill -9}. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).as("process ends").isTrue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
