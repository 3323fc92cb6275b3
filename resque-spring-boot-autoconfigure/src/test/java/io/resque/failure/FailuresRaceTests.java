package io.resque.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class FailuresRaceTests {

	private static final int ENTRIES = 500;

	private static final int THREADS = 8;

	private final FailureFixture failed;

	private final FailureQueue failures;

	FailuresRaceTests(RedisServer redis) {
		this.failed = new FailureFixture(redis);
		this.failures = this.failed.failures();
	}

	@RepeatedTest(3)
	void nothingIsRetriedTwiceAndNothingIsLost() throws Exception {
		IntStream.range(0, ENTRIES).forEach((i) -> this.failed.append(FailureFixture.entry(i)));
		List<FailedJob> seen = this.failures.newest(0, ENTRIES);
		Set<String> retried = ConcurrentHashMap.newKeySet();
		Set<String> removed = ConcurrentHashMap.newKeySet();
		inParallel((thread) -> {
			List<FailedJob> mine = new ArrayList<>(seen);
			Collections.shuffle(mine, new Random(thread));
			for (FailedJob job : mine) {
				act(thread, job, retried, removed);
			}
		});
		List<String> queued = this.failed.queue("low");
		Set<String> left = new HashSet<>(this.failures.newest(0, ENTRIES).stream().map(FailedJob::args).toList());
		assertThat(queued).doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(retried.stream().map(FailuresRaceTests::payload).toList());
		assertThat(retried).doesNotContainAnyElementsOf(removed);
		assertThat(seen).extracting(FailedJob::args)
			.allMatch((args) -> retried.contains(args) || removed.contains(args) || left.contains(args));
		assertThat(left).doesNotContainAnyElementsOf(removed);
	}

	@Test
	void retryOfAllByManyRetriesEachOnce() throws Exception {
		IntStream.range(0, ENTRIES).forEach((i) -> this.failed.append(FailureFixture.entry(i)));
		Set<Long> counts = ConcurrentHashMap.newKeySet();
		inParallel((thread) -> counts.add(this.failures.requeueAll()));
		assertThat(this.failed.queue("low")).hasSize(ENTRIES).doesNotHaveDuplicates();
		assertThat(this.failures.clearRetried()).isEqualTo(ENTRIES);
	}

	@RepeatedTest(3)
	void retryOfAllMissesNothingWhileOthersAreRemoved() throws Exception {
		IntStream.range(0, ENTRIES).forEach((i) -> this.failed.append(FailureFixture.entry(i)));
		List<FailedJob> seen = this.failures.oldest(0, ENTRIES);
		Set<String> removed = ConcurrentHashMap.newKeySet();
		inParallel((thread) -> {
			if (thread == 0) {
				this.failures.requeueAll();
				return;
			}
			for (int i = thread; i < ENTRIES / 2; i += THREADS) {
				if (this.failures.remove(seen.get(i).index(), seen.get(i).id())) {
					removed.add(payload(seen.get(i).args()));
				}
			}
		});
		assertThat(this.failed.queue("low")).doesNotHaveDuplicates()
			.containsAll(
					seen.stream().map((job) -> payload(job.args())).filter((job) -> !removed.contains(job)).toList())
			.doesNotContainAnyElementsOf(removed);
	}

	@RepeatedTest(3)
	void actionsOverFiltersDoEachEntryOnceAndTheirCountsAddUp() throws Exception {
		int many = ENTRIES * 6;
		IntStream.range(0, many).forEach((i) -> this.failed.append(FailureFixture.entry(i)));
		List<FailedJob> seen = this.failures.oldest(0, many);
		AtomicLong retried = new AtomicLong();
		AtomicLong both = new AtomicLong();
		AtomicLong removed = new AtomicLong();
		inParallel((thread) -> {
			switch (thread % 4) {
				case 0 -> retried.addAndGet(apply(BulkAction.RETRY, FailureFilter.ALL));
				case 1 -> both.addAndGet(apply(BulkAction.RETRY_AND_REMOVE, FailureFilter.ALL.withText("3")));
				case 2 -> removed.addAndGet(apply(BulkAction.REMOVE, FailureFilter.ALL.withText("7")));
				default -> removed.addAndGet(seen.stream()
					.skip(thread)
					.limit(many / 3)
					.filter((job) -> job.index() % 10 == thread && this.failures.remove(job.index(), job.id()))
					.count());
			}
		});
		List<String> queued = this.failed.queue("low");
		assertThat(queued).doesNotHaveDuplicates().hasSize((int) (retried.get() + both.get()));
		assertThat(this.failures.count()).isEqualTo(many - both.get() - removed.get());
		Set<String> accounted = new HashSet<>(queued);
		assertThat(this.failures.oldest(0, many)).allSatisfy((job) -> {
			assertThat(job.retriedAt()).isNotNull();
			assertThat(accounted.contains(payload(job.args()))).as(job.args()).isTrue();
		});
		assertThat(seen).filteredOn((job) -> !accounted.contains(payload(job.args())))
			.allMatch((job) -> job.args().contains("7") || job.index() % 10 == 3)
			.hasSizeLessThanOrEqualTo((int) removed.get());
	}

	private long apply(BulkAction action, FailureFilter filter) {
		return this.failed.all().apply(action, filter, null, (progress) -> true).done();
	}

	private void act(int thread, FailedJob job, Set<String> retried, Set<String> removed) {
		switch (thread % 4) {
			case 0 -> count(this.failures.requeue(job.index(), job.id()), job, retried);
			case 1 -> count(this.failures.requeueAndRemove(job.index(), job.id()), job, retried);
			case 2 -> count(this.failures.remove(job.index(), job.id()), job, removed);
			default -> clearNowAndThen(job);
		}
	}

	private static void count(boolean done, FailedJob job, Set<String> args) {
		if (done) {
			assertThat(args.add(job.args())).as("second time for %s", job.args()).isTrue();
		}
	}

	private void clearNowAndThen(FailedJob job) {
		if (job.index() % 50 == 0) {
			this.failures.clearRetried();
		}
	}

	private static String payload(String args) {
		return "{\"class\":\"Boom\",\"args\":" + args + "}";
	}

	private static void inParallel(ThreadBody body) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			CyclicBarrier start = new CyclicBarrier(THREADS);
			List<Callable<Boolean>> bodies = IntStream.range(0, THREADS).<Callable<Boolean>>mapToObj((thread) -> () -> {
				start.await();
				body.run(thread);
				return true;
			}).toList();
			for (Future<Boolean> future : executor.invokeAll(bodies)) {
				future.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private interface ThreadBody {

		void run(int thread) throws Exception;

	}

}
