package io.resque.worker;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.resque.Job;
import io.resque.event.JobEvent;
import io.resque.event.ResqueEvents;
import io.resque.redis.FinishedJob;
import io.resque.redis.InFlightStore;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.worker.lease.Lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class AcknowledgerTests {

	@Test
	@Timeout(120)
	void whoSeesThatAJobHasEndedSeesItsAcknowledgement() throws InterruptedException {
		List<Integer> unseen = new ArrayList<>();
		for (int round = 0; round < 2_000; round++) {
			Acknowledger acknowledger = acknowledger();
			Assignment assignment = new Assignment(mock(Lease.class),
					new InFlightJob(round, "", "q", new byte[0], false), false);
			Job job = new Job("q", "Note", List.of());
			Assignment.Run run = assignment.begin(job, "w", false, false);
			FinishedJob finished = new FinishedJob(round, "w", false, null, null, false, true, null);
			JobEvent event = new JobEvent.Skipped(job, "w");
			Thread slot = new Thread(() -> acknowledger.acknowledge(assignment, finished, event));
			slot.start();
			while (run.running()) {
				Thread.onSpinWait();
			}
			if (acknowledger.isEmpty()) {
				unseen.add(round);
			}
			slot.join();
			assertThat(acknowledger.isEmpty()).isFalse();
		}
		assertThat(unseen).isEmpty();
	}

	private static Acknowledger acknowledger() {
		return new Acknowledger(mock(InFlightStore.class), new JobsInHand(new Probation(() -> {
		})), mock(LongRuns.class), mock(ResqueEvents.class), () -> {
		}, () -> {
		});
	}

}
