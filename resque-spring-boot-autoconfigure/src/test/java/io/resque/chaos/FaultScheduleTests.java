package io.resque.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.chaos.Fault.Kind;

import static org.assertj.core.api.Assertions.assertThat;

class FaultScheduleTests {

	private static final Duration TIME = Duration.ofMinutes(2);

	@Test
	void theSameSeedMakesTheSameSchedule() {
		assertThat(schedule(7)).isEqualTo(schedule(7)).isNotEqualTo(schedule(8));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void allFaultsHappenAndPausesAndOutagesAreShorterAndLongerThanTheLease(long seed) {
		List<Fault> faults = schedule(seed);
		assertThat(faults).extracting(Fault::kind).contains(Kind.values());
		for (Kind kind : List.of(Kind.PAUSE, Kind.RESTART)) {
			assertThat(faults).filteredOn(Fault::kind, kind)
				.extracting(Fault::lasts)
				.allMatch((lasts) -> lasts.compareTo(Arena.LEASE.dividedBy(10)) >= 0)
				.anyMatch((lasts) -> lasts.compareTo(Arena.LEASE) < 0)
				.anyMatch((lasts) -> lasts.compareTo(Arena.LEASE) > 0);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void whatIsDownIsLeftAloneUntilItIsBackWithinTheTime(long seed) {
		Map<String, Duration> back = new HashMap<>();
		for (Fault fault : schedule(seed)) {
			assertThat(fault.end()).isLessThanOrEqualTo(TIME);
			if (fault.kind() != Kind.CUT) {
				String victim = (fault.kind() == Kind.RESTART) ? "Redis" : "worker " + fault.worker();
				assertThat(fault.at()).isGreaterThanOrEqualTo(back.getOrDefault(victim, Duration.ZERO));
				back.put(victim, fault.end().plusSeconds((fault.kind() == Kind.KILL) ? 3 : 0));
			}
		}
		assertThat(back).hasSize(1 + Arena.WORKERS);
	}

	private static List<Fault> schedule(long seed) {
		return FaultSchedule.of(seed, TIME, Arena.WORKERS, Arena.LEASE);
	}

}
