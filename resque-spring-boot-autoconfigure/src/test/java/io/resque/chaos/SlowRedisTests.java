package io.resque.chaos;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.resque.testsupport.CuttingProxy;
import io.resque.testsupport.OwnRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis that takes 50 to 500 ms for each answer.
 */
@Tag("chaos")
class SlowRedisTests {

	@Test
	void aSlowRedisLosesNothingDoublesNothingAndCostsNobodyHisLease() throws Exception {
		Random random = new Random(1);
		try (OwnRedis server = OwnRedis.start(); CuttingProxy proxy = new CuttingProxy("127.0.0.1", server.port())) {
			String slow = "redis://127.0.0.1:" + proxy.port();
			try (Arena arena = Arena.open("slow", server.url(), slow, 1)) {
				proxy.delayAnswers(() -> Duration.ofMillis(50 + random.nextLong(450)));
				TimeUnit.SECONDS.sleep(20);
				proxy.delayAnswers(() -> Duration.ZERO);
				Verdict verdict = arena.finish();
				System.out.println("Slow Redis: " + verdict);
				assertThat(verdict.problems()).as(arena.directory().toString()).isEmpty();
				assertThat(verdict.doubles().all()).isZero();
				assertThat(verdict.unprovoked()).isZero();
				assertThat(verdict.jobs().accepted()).isGreaterThan(500);
			}
		}
	}

}
