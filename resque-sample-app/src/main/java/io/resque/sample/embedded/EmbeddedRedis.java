package io.resque.sample.embedded;

import java.io.IOException;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This application's part in the Redis server of a data folder. There is at most one
 * server for a folder, whoever needs it:
 * <ol>
 * <li>The first application starts it, in a process session of its own: Ctrl-C in the
 * terminal does not reach it, so jobs can finish and hand back what is left.</li>
 * <li>Further applications use the one that runs. So does the next one after a crash: the
 * server outlives it.</li>
 * <li>The last one to leave stops it.</li>
 * </ol>
 * Joining and leaving are done one at a time, also across processes.
 */
public final class EmbeddedRedis implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedRedis.class);

	private final DataFolder folder;

	private final RedisServer server;

	private final Membership membership;

	private EmbeddedRedis(DataFolder folder, RedisServer server, Membership membership) {
		this.folder = folder;
		this.server = server;
		this.membership = membership;
	}

	/**
	 * Joins the users of the server of a folder; starts it if need be.
	 * @param directory the data folder, created when missing
	 * @return the part to be closed at the end
	 * @throws EmbeddedRedisException when there is no server to be had
	 */
	public static EmbeddedRedis join(Path directory) {
		DataFolder folder = DataFolder.in(directory);
		return folder.exclusively(() -> {
			RedisServer running = new RunningServerSearch(folder).find();
			RedisServer server = (running != null) ? running : new RedisLauncher(folder).start();
			return new EmbeddedRedis(folder, server, Membership.of(folder));
		});
	}

	/** Port that the server listens on. */
	public int port() {
		return this.server.port();
	}

	/** Leaves, and stops the server when nobody else uses it. */
	@Override
	public void close() {
		boolean stopped = this.folder.exclusively(this::leave);
		logger.info(stopped ? "Embedded Redis stopped" : "Embedded Redis goes on");
	}

	private boolean leave() throws IOException {
		this.membership.end();
		return !Membership.exists(this.folder) && this.server.stop();
	}

}
