package io.resque.testsupport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OwnRedisTests {

	@Test
	void aServerThatDoesNotStartIsClosed() {
		int before = OwnRedis.open();
		assertThatThrownBy(() -> OwnRedis.start("--no-such-option", "1")).hasMessageContaining("The server has ended");
		assertThat(OwnRedis.open()).isEqualTo(before);
	}

	@Test
	void aServerThatWasClosedIsDead() {
		OwnRedis server = OwnRedis.start();
		ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
		assertThat(process.isAlive()).isTrue();
		server.close();
		assertThat(process.isAlive()).isFalse();
	}

}
