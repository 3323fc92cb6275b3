package io.resque;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.json.JsonException;
import io.resque.redis.DelayedCounts;
import io.resque.redis.DelayedStore;
import io.resque.redis.QueueStore;
import io.resque.redis.ResqueRedis;

/**
 * Puts jobs on queues in Redis and takes them off, or performs them at once in the thread
 * of the caller (inline mode).
 */
public final class ResqueTemplate implements ResqueOperations {

	private final Queues queues;

	private final JobLookup jobs;

	private final JobCodec codec;

	private final CallerHooks hooks;

	private final QueuePush push;

	private final Enqueuer enqueuer;

	private final LaterCalls later;

	private final DelayedJobs delayed;

	/**
	 * Creates a template.
	 * @param redis Redis; inline mode enqueues without it
	 * @param registry the jobs of this application
	 * @param codec writes and reads payloads
	 * @param hooks hooks for all jobs, in their order
	 * @param inline performs jobs instead of enqueueing them; null to enqueue
	 */
	public ResqueTemplate(ResqueRedis redis, JobRegistry registry, JobCodec codec, List<JobHooks> hooks,
			@Nullable JobPerformer inline) {
		this(redis, registry, codec, hooks, inline, List.of());
	}

	/**
	 * Creates a template with something around each call that enqueues.
	 * @param redis Redis; inline mode enqueues without it
	 * @param registry the jobs of this application
	 * @param codec writes and reads payloads
	 * @param hooks hooks for all jobs, in their order
	 * @param inline performs jobs instead of enqueueing them; null to enqueue
	 * @param around what is around, the outermost first
	 */
	public ResqueTemplate(ResqueRedis redis, JobRegistry registry, JobCodec codec, List<JobHooks> hooks,
			@Nullable JobPerformer inline, List<AroundEnqueue> around) {
		QueueStore queues = new QueueStore(redis);
		DelayedStore delayed = new DelayedStore(redis);
		this.queues = new Queues(queues, codec);
		this.jobs = new JobLookup(registry, codec);
		this.codec = codec;
		this.hooks = new CallerHooks(hooks);
		this.push = new QueuePush(queues, delayed);
		this.enqueuer = new Enqueuer(this.jobs, this.hooks, this.push,
				(inline != null) ? new InlineRun(inline, codec) : null, around);
		this.later = new LaterCalls(registry, (job, args) -> this.enqueuer.enqueue(job(job, args)));
		this.delayed = new DelayedJobs(this.enqueuer, this.jobs, delayed, new DelayedCounts(redis),
				new DelayedSearch(delayed, registry, codec), new DelayedDispatch(redis, registry, codec, hooks));
	}

	@Override
	public boolean enqueue(Class<?> job, @Nullable Object... args) {
		return this.enqueuer.enqueue(JobLookup.job(this.jobs.definition(job), args));
	}

	@Override
	public boolean enqueue(String name, @Nullable Object... args) {
		return this.enqueuer.enqueue(JobLookup.job(this.jobs.definition(name), args));
	}

	@Override
	public boolean enqueueTo(String queue, Class<?> job, @Nullable Object... args) {
		return enqueueTo(queue, this.jobs.definition(job).name(), args);
	}

	@Override
	public boolean enqueueTo(String queue, String name, @Nullable Object... args) {
		return this.enqueuer.enqueue(new Job(queue, name, JobLookup.list(args)));
	}

	@Override
	public int enqueueAll(Class<?> job, Collection<? extends List<? extends @Nullable Object>> argsOfJobs) {
		JobDefinition definition = this.jobs.definition(job);
		return this.enqueuer.enqueueAll(JobLookup.queueOf(definition), definition.name(), argsOfJobs);
	}

	@Override
	public int enqueueAllTo(String queue, String name,
			Collection<? extends List<? extends @Nullable Object>> argsOfJobs) {
		return this.enqueuer.enqueueAll(queue, name, argsOfJobs);
	}

	@Override
	public void recreate(Job job) {
		this.enqueuer.recreate(job);
	}

	@Override
	public boolean enqueueAt(Instant at, Class<?> job, @Nullable Object... args) {
		return this.enqueuer.delay(JobLookup.job(this.jobs.definition(job), args), Due.at(at));
	}

	@Override
	public boolean enqueueAtTo(String queue, Instant at, Class<?> job, @Nullable Object... args) {
		return enqueueAtTo(queue, at, this.jobs.definition(job).name(), args);
	}

	@Override
	public boolean enqueueAtTo(String queue, Instant at, String name, @Nullable Object... args) {
		return this.enqueuer.delay(new Job(queue, name, JobLookup.list(args)), Due.at(at));
	}

	@Override
	public DelayedOperations delayed() {
		return this.delayed;
	}

	@Override
	public <T> T later(Class<T> job) {
		return this.later.of(job);
	}

	@Override
	public <T> T later(Class<T> job, Due due) {
		return this.later.of(job, (definition, args) -> this.enqueuer.delay(job(definition, args), due));
	}

	private static Job job(JobDefinition definition, List<@Nullable Object> args) {
		return new Job(JobLookup.queueOf(definition), definition.name(), args);
	}

	@Override
	public long dequeue(Class<?> job, @Nullable Object... args) {
		return dequeue(JobLookup.job(this.jobs.definition(job), args));
	}

	@Override
	public long dequeueFrom(String queue, String name, @Nullable Object... args) {
		return dequeue(new Job(queue, name, JobLookup.list(args)));
	}

	private long dequeue(Job wanted) {
		if (!this.hooks.mayDequeue(wanted)) {
			return 0;
		}
		List<@Nullable Object> args = this.jobs.throughJson(wanted);
		long removed = this.queues.remove(wanted.queue(),
				(job) -> args.isEmpty() ? this.jobs.isNamed(job, wanted.name()) : this.jobs.isEqual(job, wanted, args));
		this.hooks.dequeued(wanted);
		return removed;
	}

	@Override
	public @Nullable Job reserve(String queue) {
		return this.queues.reserve(queue);
	}

	@Override
	public @Nullable Object pop(String queue) {
		return this.queues.pop(queue);
	}

	@Override
	public void push(String queue, Object item) {
		Names.queue(queue);
		try {
			this.push.pushNow(Destination.queue(queue), List.of(this.codec.json().encode(item)));
		}
		catch (JsonException ex) {
			throw new ResqueException("The item for the queue '" + queue + "' cannot be written as JSON", ex);
		}
	}

	@Override
	public long size(String queue) {
		return this.queues.size(queue);
	}

	@Override
	public @Nullable Object peek(String queue) {
		List<@Nullable Object> first = peek(queue, 0, 1);
		return first.isEmpty() ? null : first.get(0);
	}

	@Override
	public List<@Nullable Object> peek(String queue, long start, long count) {
		return this.queues.peek(queue, start, count);
	}

	@Override
	public List<String> queues() {
		return this.queues.names();
	}

	@Override
	public Map<String, Long> queueSizes() {
		return this.queues.sizes();
	}

	@Override
	public Map<String, QueueSample> sampleQueues(long most) {
		return this.queues.samples(most);
	}

	@Override
	public void watchQueue(String queue) {
		this.queues.watch(Names.queue(queue));
	}

	@Override
	public long removeQueue(String queue) {
		return this.queues.removeQueue(queue);
	}

}
