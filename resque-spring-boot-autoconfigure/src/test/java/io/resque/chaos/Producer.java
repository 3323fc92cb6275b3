package io.resque.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.resque.EnqueueException;
import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.ResqueTemplate;
import io.resque.chaos.LogLine.What;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.ResqueRedis;

/**
 * Enqueues jobs all the time, one by one and in bulk, and logs what Redis has taken.
 * Never enqueues a job again.
 */
final class Producer extends Thread {

	private static final long PAUSE = 25;

	private static final int MOST_IN_BULK = 8;

	private final ResqueTemplate template;

	private final RunLog log;

	private final Random random;

	private final Duration lease;

	private int last;

	private volatile boolean stopped;

	Producer(String name, ResqueRedis redis, RunLog log, long seed, Duration lease) {
		super(name);
		JobCodec codec = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));
		this.template = new ResqueTemplate(redis, new JobRegistry(List.of()), codec, List.of(), null);
		this.log = log;
		this.random = new Random(seed);
		this.lease = lease;
	}

	@Override
	public void run() {
		try {
			while (!this.stopped) {
				enqueue();
				TimeUnit.MILLISECONDS.sleep(this.random.nextLong(2 * PAUSE));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			this.log.note(What.BROKEN, "producer " + getName() + ": " + ex);
		}
	}

	private void enqueue() {
		int count = (this.random.nextInt(3) == 0) ? 1 + this.random.nextInt(MOST_IN_BULK) : 1;
		List<String> ids = IntStream.range(0, count).mapToObj((i) -> getName() + "-" + ++this.last).toList();
		ChaosJobs.Kind kind = ChaosJobs.Kind.of(this.random.nextInt(100), this.random.nextInt(1000), this.lease);
		enqueueAndLog(ChaosJobs.QUEUES[this.random.nextInt(ChaosJobs.QUEUES.length)], kind, ids);
	}

	/** Enqueues jobs beside the random ones; may be called by any thread. */
	void burst(ChaosJobs.Kind kind, int count) {
		List<String> ids = IntStream.range(0, count)
			.mapToObj((i) -> getName() + "-burst-" + kind.millis() + "-" + i)
			.toList();
		enqueueAndLog(ChaosJobs.QUEUES[0], kind, ids);
	}

	private void enqueueAndLog(String queue, ChaosJobs.Kind kind, List<String> ids) {
		What result = What.UNKNOWN;
		try {
			result = enqueue(queue, kind, ids);
		}
		finally {
			for (String id : ids) {
				this.log.job(result, id, 0, LogLine.NONE, kind.name());
			}
		}
	}

	private What enqueue(String queue, ChaosJobs.Kind kind, List<String> ids) {
		try {
			if (ids.size() == 1) {
				this.template.enqueueTo(queue, kind.name(), ids.get(0), kind.millis());
			}
			else {
				this.template.enqueueAllTo(queue, kind.name(),
						ids.stream().map((id) -> List.<Object>of(id, kind.millis())).toList());
			}
			return What.ACCEPTED;
		}
		catch (EnqueueException ex) {
			return ex.isOutcomeUnknown() ? What.UNKNOWN : What.REFUSED;
		}
	}

	/** Ends it, and waits for what it is doing. */
	void finish() {
		this.stopped = true;
		try {
			join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
