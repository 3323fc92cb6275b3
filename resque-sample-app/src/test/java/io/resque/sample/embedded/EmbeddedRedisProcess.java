package io.resque.sample.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A started {@link EmbeddedRedisApplication}.
 */
final class EmbeddedRedisProcess implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	private final Process process;

	private final Path report;

	private EmbeddedRedisProcess(Process process, Path report) {
		this.process = process;
		this.report = report;
	}

	static EmbeddedRedisProcess start(Path folder, Path reports) {
		try {
			Path report = reports.resolve(UUID.randomUUID().toString());
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
					EmbeddedRedisApplication.class.getName(), folder.toString(), report.toString())
				.redirectErrorStream(true)
				.redirectOutput(reports.resolve(report.getFileName() + ".log").toFile())
				.start();
			return new EmbeddedRedisProcess(process, report);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		await().atMost(START_TIMEOUT).until(() -> Files.exists(this.report) || !this.process.isAlive());
		try {
			return Integer.parseInt(Files.readString(this.report));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
	}

	void leave() throws IOException, InterruptedException {
		this.process.getOutputStream().close();
		assertThat(this.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.process.exitValue()).isZero();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
