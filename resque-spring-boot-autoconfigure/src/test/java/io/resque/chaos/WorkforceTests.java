package io.resque.chaos;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.resque.chaos.LogLine.What;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A worker that dies by itself is noticed.
 */
@ExtendWith(RedisServerExtension.class)
class WorkforceTests {

	@TempDir
	private Path directory;

	@Test
	void aWorkerThatDiedByItselfIsNotedAndCannotBeHitWhileOneThatWasKilledIsNotNoted(RedisServer server)
			throws InterruptedException {
		try (RunLog log = RunLog.append(this.directory, "test");
				Workforce workers = new Workforce(2, server.url(), this.directory, Arena.LEASE, log)) {
			workers.kill(0);
			ProcessHandle other = ProcessHandle.of(workers.pid(1)).orElseThrow();
			other.destroyForcibly();
			other.onExit().join();
			assertThatIllegalStateException().isThrownBy(() -> workers.kill(1))
				.withMessageContaining("is dead already");
			assertThatIllegalStateException().isThrownBy(() -> workers.pause(1));
			assertThatIllegalStateException().isThrownBy(() -> workers.resume(1));
			workers.terminate();
			List<LogLine> died = RunLog.read(this.directory)
				.stream()
				.filter((line) -> line.what() == What.DIED)
				.toList();
			assertThat(died).extracting(LogLine::detail).containsExactly(Long.toString(workers.pid(1)));
		}
	}

}
