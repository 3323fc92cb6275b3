package io.resque.failure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.JobCodec;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailureStore;
import io.resque.redis.ServerStore;
import io.resque.testsupport.TestConnections;
import io.resque.testsupport.WorkerMain;

/**
 * Eight threads of one process that do everything at once with the same list of failed
 * jobs: six retry and remove single ones, one retries all, one clears what was retried.
 */
public final class FailureRace {

	static final int THREADS = 8;

	private static final int SHARE = 150;

	private static final int WINDOW = 50;

	private final FailureQueue failures;

	private final List<FailedJob> seen;

	private final Set<String> retried = ConcurrentHashMap.newKeySet();

	private final Set<String> retriedAndRemoved = ConcurrentHashMap.newKeySet();

	private final Set<String> removed = ConcurrentHashMap.newKeySet();

	private final AtomicLong retriedByAll = new AtomicLong();

	private final AtomicLong cleared = new AtomicLong();

	private final CountDownLatch done = new CountDownLatch(1);

	FailureRace(FailureQueue failures) {
		this.failures = failures;
		List<FailedJob> all = new ArrayList<>(failures.newest(0, Integer.MAX_VALUE));
		all.removeIf((failed) -> !failed.name().equals("Boom"));
		this.seen = all;
	}

	/** Arguments: URL, name of the list, seed. */
	public static void main(String[] arguments) throws Exception {
		WorkerMain.endWithTheTest();
		TestConnections connections = TestConnections.to(arguments[0]);
		FailureRace race = new FailureRace(failures(connections, arguments[1]));
		StringRedisTemplate redis = connections.application();
		redis.opsForList().rightPush("ready", "yes");
		if (redis.opsForList().leftPop("go", Duration.ofSeconds(20)) == null) {
			throw new IllegalStateException("The test did not begin");
		}
		Tally tally = race.run(Long.parseLong(arguments[2]));
		tally.retried().forEach((args) -> System.out.println("retried " + args));
		tally.retriedAndRemoved().forEach((args) -> System.out.println("both " + args));
		tally.removed().forEach((args) -> System.out.println("removed " + args));
		System.out.println("all " + tally.retriedByAll() + " " + tally.cleared());
		System.exit(0);
	}

	static FailureQueue failures(TestConnections connections, String name) {
		return new Failures(new FailureStore(connections.resque()), new ServerStore(connections.resque()),
				new JobCodec(new ResqueJson(JsonProfile.CLASSIC)))
			.queue(name);
	}

	Tally run(long seed) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			List<Callable<Boolean>> bodies = new ArrayList<>();
			IntStream.range(0, THREADS - 2).forEach((thread) -> bodies.add(() -> single(thread, seed)));
			bodies.add(() -> this.retriedByAll.addAndGet(this.failures.requeueAll()) >= 0);
			List<Future<Boolean>> running = bodies.stream().map(executor::submit).toList();
			Future<Boolean> clearing = executor.submit(this::clearAgainAndAgain);
			for (Future<Boolean> one : running) {
				one.get();
			}
			this.done.countDown();
			clearing.get();
			return new Tally(this.retried, this.retriedAndRemoved, this.removed, this.retriedByAll.get(),
					this.cleared.get());
		}
		finally {
			executor.shutdownNow();
		}
	}

	private boolean clearAgainAndAgain() throws InterruptedException {
		while (!this.done.await(1, TimeUnit.SECONDS)) {
			this.cleared.addAndGet(this.failures.clearRetried());
		}
		return true;
	}

	private boolean single(int thread, long seed) {
		for (FailedJob failed : share(new Random(seed * THREADS + thread))) {
			switch (thread % 3) {
				case 0 -> note(this.failures.requeue(failed.index(), failed.id()), failed, this.retried);
				case 1 ->
					note(this.failures.requeueAndRemove(failed.index(), failed.id()), failed, this.retriedAndRemoved);
				default -> note(this.failures.remove(failed.index(), failed.id()), failed, this.removed);
			}
		}
		return true;
	}

	/** Nearly in the order of the list, as whoever clicks through it. */
	private List<FailedJob> share(Random random) {
		List<FailedJob> share = new ArrayList<>(this.seen);
		Collections.shuffle(share, random);
		share = new ArrayList<>(share.subList(0, Math.min(SHARE, share.size())));
		share.sort((one, other) -> Long.compare(other.index(), one.index()));
		for (int from = 0; from + WINDOW <= share.size(); from += WINDOW) {
			Collections.shuffle(share.subList(from, from + WINDOW), random);
		}
		return share;
	}

	private static void note(boolean done, FailedJob failed, Set<String> args) {
		if (done && !args.add(failed.args())) {
			throw new IllegalStateException("Second time for " + failed.args());
		}
	}

	/**
	 * What the threads of a process say they have done.
	 *
	 * @param retried args of the jobs that were retried
	 * @param retriedAndRemoved args of the jobs that were retried and removed
	 * @param removed args of the jobs that were removed
	 * @param retriedByAll how many were retried with all others
	 * @param cleared how many retried ones were cleared
	 */
	record Tally(Set<String> retried, Set<String> retriedAndRemoved, Set<String> removed, long retriedByAll,
			long cleared) {

		static Tally parse(String log) {
			Tally tally = new Tally(new HashSet<>(), new HashSet<>(), new HashSet<>(), 0, 0);
			for (String line : log.lines().toList()) {
				String[] words = line.split(" ");
				switch (words[0]) {
					case "retried" -> tally.retried.add(words[1]);
					case "both" -> tally.retriedAndRemoved.add(words[1]);
					case "removed" -> tally.removed.add(words[1]);
					case "all" -> {
						return new Tally(tally.retried, tally.retriedAndRemoved, tally.removed,
								Long.parseLong(words[1]), Long.parseLong(words[2]));
					}
					default -> System.out.println(line);
				}
			}
			throw new IllegalStateException("The other process did not end: " + log);
		}

	}

}
