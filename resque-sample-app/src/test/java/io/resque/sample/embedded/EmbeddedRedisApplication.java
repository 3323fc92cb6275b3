package io.resque.sample.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A process that uses the embedded Redis until its standard input ends: the part of the
 * sample that matters here.
 */
public final class EmbeddedRedisApplication {

	private EmbeddedRedisApplication() {
	}

	public static void main(String[] args) throws IOException {
		Path report = Path.of(args[1]);
		try (EmbeddedRedis redis = EmbeddedRedis.join(Path.of(args[0]))) {
			Path draft = Files.writeString(report.resolveSibling(report.getFileName() + ".draft"), redis.port() + "");
			Files.move(draft, report, StandardCopyOption.ATOMIC_MOVE);
			System.in.readAllBytes();
		}
	}

}
