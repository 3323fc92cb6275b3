package io.resque.dashboard.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.resque.dashboard.page.Drain.Outlook;
import io.resque.inspect.HistorySample;

import static org.assertj.core.api.Assertions.assertThat;

class ThroughputChartTests {

	private static final Instant NOW = Instant.parse("2026-11-20T12:10:20Z");

	@Test
	void showsWhatWasProcessedInAMinute() {
		ThroughputChart chart = chart(sample(3, 100, 5), sample(2, 160, 5), sample(1, 190, 8), sample(0, 200, 8));
		assertThat(chart.rows()).extracting(ThroughputChart.Step::processed).containsExactly(10.0, 30.0, 60.0);
		assertThat(chart.rows()).extracting(ThroughputChart.Step::failed).containsExactly(0.0, 3.0, 0.0);
		assertThat(chart.mostProcessed()).isEqualTo(60);
		assertThat(chart.lines()).containsExactly("20,3.0 30,3.0 30,50.0 40,50.0 40,81.3 50,81.3");
		assertThat(chart.bars()).containsExactly(new ThroughputChart.Bar(31, "0.0", "100.0"));
	}

	@Test
	void spreadsWhatAMissingMinuteHasLeftOpen() {
		ThroughputChart chart = chart(sample(4, 100, 0), sample(2, 120, 0));
		assertThat(chart.rows()).extracting(ThroughputChart.Step::processed).containsExactly(10.0);
	}

	@Test
	void leavesAGapWhereNobodyTookNotesOrCountersWereCleared() {
		assertThat(chart(sample(4, 100, 0), sample(0, 900, 0)).isEmpty()).isTrue();
		assertThat(chart(sample(1, 100, 0), sample(0, 7, 0)).isEmpty()).isTrue();
		assertThat(chart(sample(3, 100, 9), sample(2, 110, 0), sample(1, 120, 0)).lines()).hasSize(1);
		assertThat(chart().isEmpty()).isTrue();
	}

	@Test
	void quartersOfAnHourHaveTheSameUnit() {
		ThroughputChart chart = ThroughputChart.of(List.of(sample(16, 0, 0), sample(8, 80, 0), sample(1, 150, 0)), NOW,
				Duration.ofMinutes(15), 4);
		assertThat(chart.steps()).hasSize(4);
		assertThat(chart.rows()).extracting(ThroughputChart.Step::processed).containsExactly(10.0);
	}

	@Test
	void theQueuesAreEmptyWhenTheyFallOn() {
		Drain drain = Drain.of(List.of(pending(30, 5000), pending(10, 1600), pending(5, 1300)), 1000,
				NOW.minusSeconds(20));
		assertThat(drain).isEqualTo(new Drain(Outlook.FALLING, Duration.ofSeconds(1000), 0));
	}

	@Test
	void nothingIsPromisedOtherwise() {
		Instant now = NOW.minusSeconds(20);
		assertThat(Drain.of(List.of(pending(10, 1600)), 0, now).outlook()).isEqualTo(Outlook.EMPTY);
		assertThat(Drain.of(List.of(pending(10, 1600)), 1600, now).outlook()).isEqualTo(Outlook.STEADY);
		assertThat(Drain.of(List.of(pending(10, 1_000_000)), 999_999, now).outlook()).isEqualTo(Outlook.STEADY);
		assertThat(Drain.of(List.of(pending(10, 1600)), 1700, now))
			.isEqualTo(new Drain(Outlook.GROWING, Duration.ZERO, 10));
		assertThat(Drain.of(List.of(pending(30, 1600)), 1700, now).outlook()).isEqualTo(Outlook.UNKNOWN);
		assertThat(Drain.of(List.of(pending(1, 1600)), 1700, now).outlook()).isEqualTo(Outlook.UNKNOWN);
		assertThat(Drain.of(List.of(), 1700, now).outlook()).isEqualTo(Outlook.UNKNOWN);
	}

	private static ThroughputChart chart(HistorySample... samples) {
		return ThroughputChart.of(List.of(samples), NOW, Duration.ofMinutes(1), 5);
	}

	private static HistorySample sample(int minutesAgo, long processed, long failed) {
		return new HistorySample(Instant.parse("2026-11-20T12:10:00Z").minusSeconds(60L * minutesAgo), processed,
				failed, 0);
	}

	private static HistorySample pending(int minutesAgo, long pending) {
		return new HistorySample(Instant.parse("2026-11-20T12:10:00Z").minusSeconds(60L * minutesAgo), 0, 0, pending);
	}

}
