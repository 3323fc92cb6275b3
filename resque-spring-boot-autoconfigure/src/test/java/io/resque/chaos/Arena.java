package io.resque.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.core.ConditionTimeoutException;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.testsupport.TestConnections;

import static org.awaitility.Awaitility.await;

/**
 * Worker processes and producers at work on a Redis, with a log of what they do. Whatever
 * is done to them happens between {@link #open} and {@link #finish()}.
 */
final class Arena implements AutoCloseable {

	static final int WORKERS = 3;

	static final Duration LEASE = Duration.ofSeconds(3);

	private static final Duration TIME_TO_START = Duration.ofSeconds(60);

	private static final Duration TIME_TO_DRAIN = Duration.ofSeconds(90);

	private final Path directory;

	private final TestConnections direct;

	private final TestConnections attacked;

	private final RunLog log;

	private final Workforce workers;

	private final LeaseWatch watch;

	private final List<Producer> producers;

	private Arena(Path directory, String directUrl, String attackedUrl, long seed) {
		this.directory = directory;
		this.direct = TestConnections.to(directUrl);
		this.attacked = TestConnections.to(attackedUrl);
		this.log = RunLog.append(directory, "test");
		this.workers = new Workforce(WORKERS, attackedUrl, directory, LEASE, this.log);
		this.watch = new LeaseWatch(redis(), this.log);
		this.producers = List.of(new Producer("direct", this.direct.resque(), this.log, seed, LEASE),
				new Producer("attacked", this.attacked.resque(), this.log, seed + 1, LEASE));
	}

	/**
	 * Starts everything and waits until it works.
	 * @param name names the folder of the logs
	 * @param directUrl where the auditor and one producer find Redis
	 * @param attackedUrl where the workers and another producer find it
	 * @param seed of what the producers enqueue
	 */
	static Arena open(String name, String directUrl, String attackedUrl, long seed) {
		Arena arena = new Arena(folder(name), directUrl, attackedUrl, seed);
		try {
			await().atMost(TIME_TO_START)
				.until(() -> Long.valueOf(WORKERS).equals(arena.redis().opsForZSet().size("resque:spring:leases")));
		}
		catch (ConditionTimeoutException ex) {
			arena.close();
			throw ex;
		}
		arena.watch.start();
		arena.producers.forEach(Thread::start);
		return arena;
	}

	private static Path folder(String name) {
		try {
			Path folder = Path.of("target", "chaos", name + "-" + System.currentTimeMillis()).toAbsolutePath();
			return Files.createDirectories(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path directory() {
		return this.directory;
	}

	RunLog log() {
		return this.log;
	}

	Workforce workers() {
		return this.workers;
	}

	/** Redis, without anything between. */
	StringRedisTemplate redis() {
		return this.direct.patient();
	}

	/** Enqueues jobs of one kind beside the random ones. */
	void burst(ChaosJobs.Kind kind, int count) {
		this.producers.get(0).burst(kind, count);
	}

	/** Lets everything drain and stop in the normal way, and audits it. */
	Verdict finish() throws InterruptedException {
		this.producers.forEach(Producer::finish);
		boolean drained = drain();
		boolean stopped = this.workers.terminate();
		this.watch.finish();
		Verdict verdict = Auditor.audit(RunLog.read(this.directory), Remains.read(redis()));
		if (!drained) {
			verdict.problems().add("Not drained within " + TIME_TO_DRAIN);
		}
		if (!stopped) {
			verdict.problems().add("A worker did not stop");
		}
		return verdict;
	}

	private boolean drain() {
		try {
			await().atMost(TIME_TO_DRAIN)
				.ignoreExceptions()
				.until(() -> Remains.isDrained(redis()) && onlyTheLivingHoldLeases());
			return true;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
	}

	/**
	 * Who was killed shortly before the end is recovered by the others, also when it left
	 * no job: they must not stop before.
	 */
	private boolean onlyTheLivingHoldLeases() {
		return Long.valueOf(this.workers.alive()).equals(redis().opsForZSet().size("resque:spring:leases"));
	}

	@Override
	public void close() {
		this.producers.forEach(Producer::finish);
		this.watch.end();
		this.workers.close();
		this.log.close();
		this.attacked.close();
		this.direct.close();
	}

}
