package io.resque.sample.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SuppressWarnings("try")
class EmbeddedRedisTests {

	@TempDir
	private Path directory;

	@TempDir
	private Path reports;

	private DataFolder folder;

	@BeforeEach
	void chooseFolder() {
		this.folder = DataFolder.in(this.directory.resolve("data of redis"));
	}

	@AfterEach
	void endServer() throws IOException {
		endServer(this.folder);
	}

	private static void endServer(DataFolder folder) throws IOException {
		RedisServer.processOf(folder)
			.ifPresent((pid) -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
	}

	@Test
	void writesEverythingToDiskAndListensOnLoopbackOnly() {
		try (EmbeddedRedis redis = join()) {
			assertThat(config(redis.port(), "appendonly")).isEqualTo("yes");
			assertThat(config(redis.port(), "appendfsync")).isEqualTo("always");
			assertThat(config(redis.port(), "bind")).isEqualTo("127.0.0.1");
			assertThat(config(redis.port(), "maxmemory-policy")).isEqualTo("noeviction");
		}
	}

	@Test
	void runsInASessionOfItsOwnSoThatInterruptsOfTheTerminalMissIt() throws Exception {
		try (EmbeddedRedis redis = join()) {
			assertThat(ps("sid", serverPid())).isEqualTo(Long.toString(serverPid()))
				.isNotEqualTo(ps("sid", ProcessHandle.current().pid()));
		}
	}

	@Test
	void lastUserStopsTheServerAndTheDataSurvives() throws IOException {
		try (EmbeddedRedis redis = join()) {
			call(redis.port(), (server) -> server.set("kept", "yes"));
		}
		assertThat(hasServer()).isFalse();
		try (EmbeddedRedis redis = join()) {
			assertThat(call(redis.port(), (server) -> server.get("kept"))).isEqualTo("yes");
		}
		assertThat(hasServer()).isFalse();
	}

	@Test
	void takesAnotherPortWhenTheUsualOneIsTaken() throws IOException {
		try (ServerSocket taken = occupyUsualPort(); EmbeddedRedis redis = join()) {
			assertThat(redis.port()).isNotEqualTo(6379);
			assertThat(call(redis.port(), RedisCommands::ping)).isEqualTo("PONG");
		}
	}

	@Test
	void usersOfOneProcessShareTheServer() throws IOException {
		EmbeddedRedis first = join();
		long pid = serverPid();
		try (EmbeddedRedis second = join()) {
			assertThat(second.port()).isEqualTo(first.port());
			first.close();
			assertThat(serverPid()).isEqualTo(pid);
			assertThat(call(second.port(), RedisCommands::ping)).isEqualTo("PONG");
		}
		assertThat(hasServer()).isFalse();
	}

	@Test
	void processesThatStartAtOnceShareOneServerUntilTheLastHasLeft() throws Exception {
		List<EmbeddedRedisProcess> users = Stream.generate(this::startProcess).limit(3).toList();
		try {
			assertThat(users).extracting(EmbeddedRedisProcess::port).containsOnly(users.get(0).port());
			long pid = serverPid();
			users.get(1).leave();
			users.get(0).kill();
			assertThat(serverPid()).isEqualTo(pid);
			users.get(2).leave();
			assertThat(hasServer()).isFalse();
			assertThat(log()).containsOnlyOnce("Ready to accept connections");
		}
		finally {
			users.forEach(EmbeddedRedisProcess::close);
		}
	}

	@Test
	void adoptsTheServerOfAKilledProcess() throws Exception {
		try (EmbeddedRedisProcess killed = startProcess()) {
			call(killed.port(), (server) -> server.set("accepted", "before the crash"));
			killed.kill();
			long pid = serverPid();
			try (EmbeddedRedis redis = join()) {
				assertThat(redis.port()).isEqualTo(killed.port());
				assertThat(serverPid()).isEqualTo(pid);
				assertThat(call(redis.port(), (server) -> server.get("accepted"))).isEqualTo("before the crash");
			}
			assertThat(hasServer()).isFalse();
		}
	}

	@Test
	void startsAgainWhenTheServerWasKilledToo() throws Exception {
		try (EmbeddedRedisProcess killed = startProcess()) {
			call(killed.port(), (server) -> server.set("accepted", "before the crash"));
			killed.kill();
			ProcessHandle server = ProcessHandle.of(serverPid()).orElseThrow();
			server.destroyForcibly();
			Polling.until(() -> server.info().command().isEmpty(), Duration.ofSeconds(10));
			try (EmbeddedRedis redis = join()) {
				assertThat(call(redis.port(), (commands) -> commands.get("accepted"))).isEqualTo("before the crash");
			}
		}
	}

	@Test
	void findsAServerThatHasNotYetNotedItsProcess() throws IOException {
		try (EmbeddedRedis first = join()) {
			String pid = Files.readString(this.folder.pidFile());
			Files.delete(this.folder.pidFile());
			try (EmbeddedRedis second = join()) {
				assertThat(second.port()).isEqualTo(first.port());
			}
			Files.writeString(this.folder.pidFile(), pid);
		}
		assertThat(hasServer()).isFalse();
	}

	@Test
	void leavesAloneTheServerOfAnotherFolderThatGotItsOldPort() throws IOException {
		Path other = this.directory.resolve("other");
		try (EmbeddedRedis foreign = EmbeddedRedis.join(other)) {
			Files.writeString(this.folder.portFile(), Integer.toString(foreign.port()));
			try (EmbeddedRedis redis = join()) {
				assertThat(redis.port()).isNotEqualTo(foreign.port());
				assertThat(config(redis.port(), "dir")).isEqualTo(this.folder.path().toString());
			}
			assertThat(call(foreign.port(), RedisCommands::ping)).isEqualTo("PONG");
		}
	}

	@Test
	void leavesAloneAServerThatAsksForAPassword() throws IOException {
		Path other = this.directory.resolve("other");
		try (EmbeddedRedis foreign = EmbeddedRedis.join(other)) {
			call(foreign.port(), (server) -> server.configSet("requirepass", "secret"));
			Files.writeString(this.folder.portFile(), Integer.toString(foreign.port()));
			try (EmbeddedRedis redis = join()) {
				assertThat(redis.port()).isNotEqualTo(foreign.port());
			}
			endServer(DataFolder.in(other));
		}
	}

	@Test
	void isNotFooledByAProcessIdThatIsUsedAgain() throws IOException {
		Files.writeString(this.folder.portFile(), "1");
		Files.writeString(this.folder.pidFile(), Long.toString(ProcessHandle.current().pid()));
		try (EmbeddedRedis redis = join()) {
			assertThat(call(redis.port(), RedisCommands::ping)).isEqualTo("PONG");
		}
	}

	@Test
	void refusesToStartASecondServerBesideOneThatDoesNotAnswer() throws Exception {
		try (EmbeddedRedisProcess killed = startProcess()) {
			killed.port();
			killed.kill();
			long pid = serverPid();
			signal("STOP", pid);
			assertThatExceptionOfType(EmbeddedRedisException.class).isThrownBy(this::join)
				.withMessageContaining("process id " + pid)
				.withMessageContaining("end it");
			signal("CONT", pid);
			try (EmbeddedRedis redis = join()) {
				assertThat(serverPid()).isEqualTo(pid);
			}
		}
	}

	@Test
	void quotesTheLogWhenTheDataCannotBeRead() throws IOException {
		Files.writeString(this.folder.path().resolve("appendonly.aof"), "this is no AOF");
		assertThatExceptionOfType(EmbeddedRedisException.class).isThrownBy(this::join)
			.withMessageContaining("Bad file format");
	}

	private EmbeddedRedis join() {
		return EmbeddedRedis.join(this.folder.path());
	}

	private EmbeddedRedisProcess startProcess() {
		return EmbeddedRedisProcess.start(this.folder.path(), this.reports);
	}

	private long serverPid() throws IOException {
		return RedisServer.processOf(this.folder).orElseThrow();
	}

	private boolean hasServer() throws IOException {
		return RedisServer.processOf(this.folder).isPresent();
	}

	private String log() throws IOException {
		return Files.readString(this.folder.logFile());
	}

	private static String config(int port, String name) {
		return call(port, (server) -> server.configGet(name).get(name));
	}

	private static String call(int port, Function<RedisCommands<String, String>, String> call) {
		RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", port));
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			return call.apply(connection.sync());
		}
		finally {
			client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		}
	}

	/** Nothing to close when somebody else has it anyway. */
	private static ServerSocket occupyUsualPort() throws IOException {
		try {
			return new ServerSocket(6379, 1, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			return new ServerSocket(0);
		}
	}

	private static String ps(String column, long pid) throws IOException {
		Process ps = new ProcessBuilder("ps", "-o", column + "=", "-p", Long.toString(pid)).start();
		return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
	}

	private static void signal(String name, long pid) throws Exception {
		assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor()).isZero();
	}

}
