package io.resque.sample.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.resque.sample.embedded.RedisProbe.Answer;

/**
 * The server of a folder.
 *
 * @param folder its data folder
 * @param port port that it listens on
 */
record RedisServer(DataFolder folder, int port) {

	static final String HOST = "127.0.0.1";

	private static final Logger logger = LoggerFactory.getLogger(RedisServer.class);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

	/**
	 * Process id of the server of a folder; none when it has stopped, even if it left its
	 * note behind.
	 */
	static OptionalLong processOf(DataFolder folder) throws IOException {
		OptionalLong pid = DataFolder.readNumber(folder.pidFile());
		return (pid.isPresent() && isServer(pid.getAsLong(), folder)) ? pid : OptionalLong.empty();
	}

	/**
	 * A process id may be used again by any other program, and one that nobody buried has
	 * no program any more.
	 */
	private static boolean isServer(long pid, DataFolder folder) {
		Optional<String> program = ProcessHandle.of(pid).flatMap((process) -> process.info().command());
		return program.filter((path) -> Path.of(path).startsWith(folder.binaries())).isPresent();
	}

	/** Returns whether no server is left on the folder. */
	boolean stop() throws IOException {
		OptionalLong pid = processOf(this.folder);
		try (RedisProbe probe = new RedisProbe(this.folder)) {
			Answer answer = probe.ask(this.port);
			if (answer == Answer.READY || answer == Answer.LOADING) {
				probe.shutDown(this.port);
			}
		}
		if (pid.isPresent() && !Polling.until(() -> !isServer(pid.getAsLong(), this.folder), STOP_TIMEOUT)) {
			logger.warn("Embedded Redis, process {}, does not stop; the next start will use it", pid.getAsLong());
			return false;
		}
		Files.deleteIfExists(this.folder.portFile());
		return true;
	}

}
