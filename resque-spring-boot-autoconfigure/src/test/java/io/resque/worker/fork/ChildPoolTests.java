package io.resque.worker.fork;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.util.unit.DataSize;

import io.resque.event.ResqueEvents;
import io.resque.worker.ForkSettings;
import io.resque.worker.PoolSettings;
import io.resque.worker.WorkerMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

@Timeout(30)
class ChildPoolTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private ChildPool pool;

	@AfterEach
	void close() throws InterruptedException {
		this.pool.close();
	}

	@Test
	void whatItsChildrenMayStillPerformIsCounted() throws InterruptedException {
		this.pool = pool(10);
		assertThat(this.pool.jobsLeft()).isZero();
		ChildProcess one = child();
		ChildProcess two = child();
		this.pool.started(one);
		this.pool.started(two);
		assertThat(this.pool.jobsLeft()).isEqualTo(20);
		assertThat(this.pool.take()).isSameAs(one);
		given(one.jobs()).willReturn(7);
		assertThat(this.pool.jobsLeft()).as("six are over, one runs").isEqualTo(3 + 1 + 10);
		this.pool.release(one, true);
		assertThat(this.pool.jobsLeft()).isEqualTo(3 + 10);
		assertThat(this.pool.take()).isSameAs(one);
		given(one.jobs()).willReturn(10);
		assertThat(this.pool.jobsLeft()).isEqualTo(1 + 10);
		this.pool.release(one, true);
		assertThat(this.pool.jobsLeft()).isEqualTo(10);
		this.pool.take();
		given(two.jobs()).willReturn(9);
		this.pool.close();
		assertThat(this.pool.jobsLeft()).isZero();
	}

	@Test
	void childrenWithoutALimitPerformAnyNumberAndNoChildrenNone() {
		this.pool = pool(0);
		assertThat(this.pool.jobsLeft()).isZero();
		ChildProcess child = child();
		this.pool.started(child);
		assertThat(this.pool.jobsLeft()).isEqualTo(Integer.MAX_VALUE);
		this.pool.take();
		given(child.jobs()).willReturn(1);
		this.pool.release(child, false);
		assertThat(this.pool.jobsLeft()).isZero();
	}

	@Test
	void aChildThatComesBackIsForWhoHasAJobAndANewOneForAll() throws Exception {
		this.pool = pool(10);
		ChildProcess child = child();
		this.pool.started(child);
		this.pool.take();
		Thread without = waiting(() -> this.pool.awaitNew(LONG));
		Thread with = waiting(() -> this.pool.awaitAny(LONG));
		given(child.jobs()).willReturn(1);
		this.pool.release(child, true);
		with.join();
		assertThat(without.getState()).isEqualTo(Thread.State.TIMED_WAITING);
		this.pool.started(child());
		without.join();
	}

	private static Thread waiting(Wait wait) {
		Thread thread = new Thread(() -> {
			try {
				wait.run();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		thread.start();
		await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
		return thread;
	}

	private static ChildPool pool(int jobsPerChild) {
		return new ChildPool("default",
				new PoolSettings(List.of("q"), 2, LONG, 10, WorkerMode.FORK,
						new ForkSettings(jobsPerChild, Duration.ZERO, DataSize.ofBytes(0), 1)),
				mock(ChildLauncher.class, withSettings().stubOnly()), mock(ResqueEvents.class));
	}

	private static ChildProcess child() {
		ChildProcess child = mock(ChildProcess.class, withSettings().stubOnly());
		given(child.isAlive()).willReturn(true);
		given(child.isReady()).willReturn(true);
		given(child.onExit()).willReturn(new CompletableFuture<>());
		given(child.age()).willReturn(Duration.ZERO);
		return child;
	}

	private interface Wait {

		void run() throws InterruptedException;

	}

}
