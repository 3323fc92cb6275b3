package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.resque.event.ResqueEvents;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.worker.lease.Lease;
import io.resque.worker.lease.LeaseKeeper;
import io.resque.worker.loop.Loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

class PoolTests {

	private final Lease lease = mock(Lease.class);

	@Test
	void whatGoesBackIsNeverBeforeWhatIsStarted() throws Exception {
		Pool pool = new Pool("default", new PoolSettings(List.of("q"), 1, Duration.ofMillis(500), 10),
				new QueueSelector(List.of("q")), 1);
		Queue<Long> started = new ConcurrentLinkedQueue<>();
		start(pool, started);
		for (int round = 0; round < 20_000; round++) {
			long first = round * 3L;
			pool.offer(LongStream.range(first, first + 3).mapToObj(this::job).toList());
			List<Long> back = new ArrayList<>();
			while (started.size() + back.size() < 3) {
				pool.takeBack(Duration.ZERO).forEach((job) -> back.add(job.token()));
			}
			List<Long> inOrder = new ArrayList<>(started);
			inOrder.addAll(back);
			assertThat(inOrder).containsExactly(first, first + 1, first + 2);
			started.clear();
		}
		pool.halt();
	}

	private Assignment job(long token) {
		return new Assignment(this.lease, new InFlightJob(token, "1-1", "q", new byte[0], false), false);
	}

	private static void start(Pool pool, Queue<Long> started) throws InterruptedException {
		JobExecution execution = mock(JobExecution.class, withSettings().stubOnly());
		willAnswer((call) -> started.add(call.<Assignment>getArgument(0).token())).given(execution)
			.execute(any(), any());
		pool.start(new Pool.SlotContext(execution, mock(LeaseKeeper.class, withSettings().stubOnly()),
				mock(Loop.class, withSettings().stubOnly()), Executors.defaultThreadFactory(),
				mock(ResqueEvents.class)));
	}

}
