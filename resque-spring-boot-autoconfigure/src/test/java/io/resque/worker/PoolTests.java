package io.resque.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.resque.JobPerformer;
import io.resque.JobRegistry;
import io.resque.event.ResqueEvents;
import io.resque.redis.InFlightStore.InFlightJob;
import io.resque.testsupport.TestWorkers;
import io.resque.worker.lease.Lease;
import io.resque.worker.lease.LeaseKeeper;
import io.resque.worker.loop.Loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

class PoolTests {

	private final Lease lease = mock(Lease.class);

	@Test
	@Timeout(120)
	void whatGoesBackIsNeverBeforeWhatIsStarted() throws Exception {
		Pool pool = pool(1);
		Queue<Long> started = new ConcurrentLinkedQueue<>();
		start(pool, (job) -> started.add(job.token()), Thread::new);
		for (int round = 0; round < 20_000; round++) {
			long first = round * 3L;
			pool.offer(jobs(first, first + 3));
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

	@Test
	void whatWaitsForASlotThatDoesNotRunGoesBackAfterAWhile() throws Exception {
		Pool pool = pool(2);
		Semaphore release = new Semaphore(0);
		AtomicInteger slots = new AtomicInteger();
		// As a virtual thread that gets no carrier.
		start(pool, (job) -> release.acquireUninterruptibly(), (slot) -> new Thread(() -> {
			if (slots.incrementAndGet() == 1) {
				slot.run();
			}
		}));
		pool.offer(jobs(0, 3));
		List<Assignment> back = new ArrayList<>();
		Duration patience = Duration.ofMillis(10);
		await().pollInterval(Duration.ofMillis(1)).until(() -> back.addAll(pool.takeBack(patience)));
		assertThat(back).extracting(Assignment::token).containsExactly(1L, 2L);
		assertThat(back).allMatch((job) -> job.age().compareTo(patience.multipliedBy(20)) >= 0);
		assertThat(pool.room()).isZero();
		// Not for ever: the job may be a very long one.
		await().until(() -> pool.room() == 1);
		release.release();
		await().until(() -> pool.room() == 2);
		pool.halt();
	}

	@Test
	void aJobWhoseStartWasInterruptedIsStillTheFirst() throws Exception {
		Pool pool = pool(1);
		Queue<Long> started = new ConcurrentLinkedQueue<>();
		AtomicBoolean interrupted = new AtomicBoolean();
		start(pool, (job) -> {
			if (interrupted.compareAndSet(false, true)) {
				throw new InterruptedException();
			}
			started.add(job.token());
		}, Thread::new);
		pool.offer(jobs(0, 3));
		await().until(() -> started.size() == 3);
		assertThat(started).containsExactly(0L, 1L, 2L);
		pool.halt();
	}

	@Test
	void noMoreIsFetchedAheadThanThePresentPlacesWillPerform() throws Exception {
		JobRunner runner = mock(JobRunner.class, withSettings().stubOnly());
		given(runner.take()).willReturn(mock(JobRunner.Place.class, withSettings().stubOnly()));
		given(runner.capacity()).willReturn(1);
		given(runner.jobsLeft()).willReturn(1000, 4);
		Pool pool = pool(2, runner);
		AtomicInteger ended = new AtomicInteger();
		start(pool, (job) -> ended.incrementAndGet(), Thread::new);
		assertThat(pool.room()).isEqualTo(1);
		pool.offer(jobs(0, 2000));
		await().until(() -> ended.get() == 2000 && pool.idle());
		assertThat(pool.room()).isEqualTo(4);
		pool.halt();
	}

	private static Pool pool(int slots) {
		return pool(slots, new ThreadJobRunner(new JobPerformer(new JobRegistry(List.of()), List.of())));
	}

	private static Pool pool(int slots, JobRunner runner) {
		return new Pool("default", TestWorkers.pool(List.of("q"), slots, Duration.ofMillis(500), 10),
				new QueueSelector(List.of("q")), 1, runner);
	}

	private List<Assignment> jobs(long first, long end) {
		return LongStream.range(first, end)
			.mapToObj((token) -> new Assignment(this.lease, new InFlightJob(token, "", "q", new byte[0], false), false))
			.toList();
	}

	private static void start(Pool pool, Execution job, ThreadFactory threads) throws InterruptedException {
		JobExecution execution = mock(JobExecution.class, withSettings().stubOnly());
		willAnswer((call) -> {
			job.execute(call.getArgument(0));
			return null;
		}).given(execution).execute(any(), any(), any());
		pool.start(new SlotContext(execution, mock(LeaseKeeper.class, withSettings().stubOnly()),
				mock(Loop.class, withSettings().stubOnly()), threads, mock(ResqueEvents.class)));
	}

	private interface Execution {

		void execute(Assignment job) throws InterruptedException;

	}

}
