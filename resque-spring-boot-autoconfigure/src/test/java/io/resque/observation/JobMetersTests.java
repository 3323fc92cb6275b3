package io.resque.observation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.resque.Again;
import io.resque.Job;
import io.resque.event.JobEvent;
import io.resque.event.WorkerEvent;

import static org.assertj.core.api.Assertions.assertThat;

class JobMetersTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final JobMeters meters = new JobMeters(this.registry);

	@Test
	void performedJobsAreCountedAndTimed() {
		this.meters.count(new JobEvent.Performed(job("mail"), "w", Duration.ofMillis(300)));
		this.meters.count(new JobEvent.Performed(job("mail"), "w", Duration.ofMillis(700)));
		assertThat(count("mail", "performed")).isEqualTo(2);
		Timer timer = this.registry.get("resque.jobs.duration").tag("queue", "mail").timer();
		assertThat(timer.count()).isEqualTo(2);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1000);
	}

	@Test
	void eachOtherOutcomeIsCounted() {
		RuntimeException failure = new RuntimeException("x");
		this.meters.count(new JobEvent.Failed(job("a"), "w", failure));
		this.meters.count(new JobEvent.Parked("a", "w", "no json"));
		this.meters.count(new JobEvent.CrashFailed("a", "Note", "p", "poison", List.of()));
		this.meters.count(new JobEvent.Skipped(job("b"), "w"));
		this.meters.count(new JobEvent.RunsAgain(job("c"), "w", Again.in(Duration.ofSeconds(1)), failure));
		assertThat(count("a", "failed")).isEqualTo(3);
		assertThat(count("b", "skipped")).isEqualTo(1);
		assertThat(count("c", "again")).isEqualTo(1);
	}

	@Test
	void whatChangesNothingIsNotCounted() {
		this.meters.count(new JobEvent.LateResult("a", "Note", "w", 1, "too late"));
		this.meters.count(new JobEvent.Deaf(job("a"), "w", "thread", "here"));
		this.meters.count(new WorkerEvent.Starting());
		assertThat(this.registry.find("resque.jobs").counter()).isNull();
		assertThat(this.registry.get("resque.lease.lost").counter().count()).isZero();
	}

	@Test
	void lossesOfTheLeaseAreCounted() {
		this.meters.count(new WorkerEvent.LeaseLost("0123456789abcdef", List.of()));
		assertThat(this.registry.get("resque.lease.lost").counter().count()).isEqualTo(1);
	}

	@Test
	void queuesBeyondAHundredAreCountedTogether() {
		IntStream.range(0, 120).forEach((i) -> this.meters.count(new JobEvent.Skipped(job("queue" + i), "w")));
		this.meters.count(new JobEvent.Skipped(job("queue99"), "w"));
		assertThat(this.registry.find("resque.jobs").counters()).hasSize(JobMeters.MAX_QUEUES + 1)
			.allSatisfy((counter) -> assertThat(counter.getId().getTags()).hasSize(2));
		assertThat(count("queue99", "skipped")).isEqualTo(2);
		assertThat(count(JobMeters.OTHER_QUEUES, "skipped")).isEqualTo(20);
	}

	private double count(String queue, String outcome) {
		Counter counter = this.registry.get("resque.jobs").tags("queue", queue, "outcome", outcome).counter();
		return counter.count();
	}

	private static Job job(String queue) {
		return new Job(queue, "Note", List.of());
	}

}
