package io.resque;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.resque.json.JsonException;
import io.resque.redis.QueueStore;

/**
 * Puts jobs on queues in Redis and takes them off, or performs them at once in the thread
 * of the caller (inline mode).
 */
public final class ResqueTemplate implements ResqueOperations {

	private final Queues queues;

	private final JobRegistry registry;

	private final JobCodec codec;

	private final CallerHooks hooks;

	private final QueuePush push;

	private final LaterCalls later;

	private final @Nullable InlineRun inline;

	/**
	 * Creates a template.
	 * @param queues the queues in Redis; inline mode enqueues without them
	 * @param registry the jobs of this application
	 * @param codec writes and reads payloads
	 * @param hooks hooks for all jobs, in their order
	 * @param inline performs jobs instead of enqueueing them; null to enqueue
	 */
	public ResqueTemplate(QueueStore queues, JobRegistry registry, JobCodec codec, List<JobHooks> hooks,
			@Nullable JobPerformer inline) {
		this.queues = new Queues(queues, codec);
		this.registry = registry;
		this.codec = codec;
		this.hooks = new CallerHooks(hooks);
		this.push = new QueuePush(queues);
		this.later = new LaterCalls(registry, (job, args) -> enqueueOne(queueOf(job), job.name(), args));
		this.inline = (inline != null) ? new InlineRun(inline, codec) : null;
	}

	@Override
	public boolean enqueue(Class<?> job, @Nullable Object... args) {
		JobDefinition definition = definition(job);
		return enqueueOne(queueOf(definition), definition.name(), list(args));
	}

	@Override
	public boolean enqueue(String name, @Nullable Object... args) {
		JobDefinition definition = this.registry.find(name)
			.orElseThrow(() -> new UnknownJobException("No job is registered under the name '" + name
					+ "', so its queue is unknown: use enqueueTo with a queue"));
		return enqueueOne(queueOf(definition), definition.name(), list(args));
	}

	@Override
	public boolean enqueueTo(String queue, Class<?> job, @Nullable Object... args) {
		return enqueueOne(queue, definition(job).name(), list(args));
	}

	@Override
	public boolean enqueueTo(String queue, String name, @Nullable Object... args) {
		return enqueueOne(queue, name, list(args));
	}

	private boolean enqueueOne(String queue, String name, List<? extends @Nullable Object> args) {
		return enqueueAllTo(queue, name, List.of(args)) == 1;
	}

	@Override
	public int enqueueAll(Class<?> job, Collection<? extends List<? extends @Nullable Object>> argsOfJobs) {
		JobDefinition definition = definition(job);
		return enqueueAllTo(queueOf(definition), definition.name(), argsOfJobs);
	}

	@Override
	public int enqueueAllTo(String queue, String name,
			Collection<? extends List<? extends @Nullable Object>> argsOfJobs) {
		Names.queue(queue);
		Names.job(name);
		// A job that cannot be written is found before hooks ran and others are on their
		// queue.
		List<byte[]> payloads = argsOfJobs.stream().map((args) -> payload(name, args)).toList();
		List<Job> accepted = new ArrayList<>();
		List<byte[]> acceptedPayloads = new ArrayList<>();
		Iterator<byte[]> payload = payloads.iterator();
		for (List<? extends @Nullable Object> args : argsOfJobs) {
			Job job = new Job(queue, name, Collections.unmodifiableList(args));
			byte[] bytes = payload.next();
			if (this.hooks.mayEnqueue(job)) {
				accepted.add(job);
				acceptedPayloads.add(bytes);
			}
		}
		deliver(queue, acceptedPayloads);
		accepted.forEach(this.hooks::enqueued);
		return accepted.size();
	}

	@Override
	public void recreate(Job job) {
		Names.queue(job.queue());
		Names.job(job.name());
		deliver(job.queue(), List.of(payload(job.name(), job.args())));
	}

	private byte[] payload(String name, List<? extends @Nullable Object> args) {
		try {
			return this.codec.encode(name, args);
		}
		catch (JsonException ex) {
			throw new JobArgumentException("The arguments of " + name + " cannot be written: "
					+ StringUtils.uncapitalizeAsProperty(String.valueOf(ex.getMessage())), ex);
		}
	}

	private void deliver(String queue, List<byte[]> payloads) {
		if (this.inline == null) {
			this.push.push(queue, payloads);
			return;
		}
		for (byte[] payload : payloads) {
			this.inline.perform(queue, payload);
		}
	}

	@Override
	public <T> T later(Class<T> job) {
		return this.later.of(job);
	}

	@Override
	public long dequeue(Class<?> job, @Nullable Object... args) {
		JobDefinition definition = definition(job);
		return dequeueFrom(queueOf(definition), definition.name(), args);
	}

	@Override
	public long dequeueFrom(String queue, String name, @Nullable Object... args) {
		Job wanted = new Job(queue, name, list(args));
		if (!this.hooks.mayDequeue(wanted)) {
			return 0;
		}
		// Through JSON and back, as the jobs on the queue went.
		List<@Nullable Object> wantedArgs = this.codec.decode(queue, payload(name, wanted.args())).args();
		JobDefinition definition = this.registry.find(name).orElse(null);
		long removed = this.queues.remove(queue, (job) -> isNamed(job, name, definition)
				&& (wantedArgs.isEmpty() || SameMeaning.of(job.args(), wantedArgs)));
		this.hooks.dequeued(wanted);
		return removed;
	}

	private boolean isNamed(Job job, String name, @Nullable JobDefinition definition) {
		return job.name().equals(name)
				|| (definition != null && this.registry.find(job.name()).orElse(null) == definition);
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
			this.push.pushNow(queue, List.of(this.codec.json().encode(item)));
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

	private JobDefinition definition(Class<?> type) {
		List<JobDefinition> jobs = this.registry.of(type);
		if (jobs.isEmpty()) {
			throw UnknownJobException.noJob(type);
		}
		if (jobs.size() > 1) {
			String names = jobs.stream().map(JobDefinition::name).collect(Collectors.joining(", "));
			throw new InvalidJobException(type, "has several jobs (" + names + "): use a name, or later()");
		}
		return jobs.get(0);
	}

	private static String queueOf(JobDefinition job) {
		if (job.queue() == null) {
			throw new NoQueueException(
					"The job " + job.name() + " has no queue: give its @ResqueJob one, or use enqueueTo with a queue");
		}
		return job.queue();
	}

	/** A null where the compiler expected an array is one argument. */
	private static List<@Nullable Object> list(@Nullable Object @Nullable [] args) {
		return (args != null) ? Arrays.asList(args) : Collections.singletonList(null);
	}

}
