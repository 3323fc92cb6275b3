package io.resque.sample.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.resque.sample.embedded.RedisProbe.Answer;

/**
 * Looks for a server that already uses a folder: that of another application, or one left
 * over from a crash.
 */
final class RunningServerSearch {

	private static final Logger logger = LoggerFactory.getLogger(RunningServerSearch.class);

	/**
	 * A crash may have hit between the launch and the server's note of its process id.
	 */
	private static final Duration JUST_LAUNCHED = Duration.ofSeconds(1);

	private static final Duration BUSY = Duration.ofSeconds(5);

	private static final Duration LOADING = Duration.ofMinutes(1);

	private final DataFolder folder;

	RunningServerSearch(DataFolder folder) {
		this.folder = folder;
	}

	@Nullable RedisServer find() throws IOException {
		OptionalLong port = DataFolder.readNumber(this.folder.portFile());
		if (port.isPresent() && answersOn((int) port.getAsLong())) {
			logger.info("Uses the embedded Redis that runs on port {}", port.getAsLong());
			return new RedisServer(this.folder, (int) port.getAsLong());
		}
		OptionalLong pid = RedisServer.processOf(this.folder);
		if (pid.isPresent()) {
			throw new EmbeddedRedisException("The Redis server with process id " + pid.getAsLong() + " uses "
					+ this.folder.path() + " but does not answer. Two on one folder would destroy the data: end it, "
					+ "then start again");
		}
		return null;
	}

	private boolean answersOn(int port) throws IOException {
		long start = System.nanoTime();
		try (RedisProbe probe = new RedisProbe(this.folder)) {
			Answer answer = probe.ask(port);
			while (answer != Answer.READY && System.nanoTime() - start < patienceWith(answer).toNanos()) {
				Polling.pause();
				answer = probe.ask(port);
			}
			return answer == Answer.READY;
		}
	}

	private Duration patienceWith(Answer answer) throws IOException {
		if (answer == Answer.LOADING) {
			return LOADING;
		}
		if (RedisServer.processOf(this.folder).isPresent()) {
			return BUSY;
		}
		return this.folder.hasPid() ? Duration.ZERO : JUST_LAUNCHED;
	}

}
