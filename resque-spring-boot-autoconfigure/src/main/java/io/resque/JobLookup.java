package io.resque;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.resque.json.JsonException;

/**
 * What callers mean: the job of a class or a name, its queue, and the bytes of a job.
 */
final class JobLookup {

	private final JobRegistry registry;

	private final JobCodec codec;

	JobLookup(JobRegistry registry, JobCodec codec) {
		this.registry = registry;
		this.codec = codec;
	}

	/** The one job of a class. */
	JobDefinition definition(Class<?> type) {
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

	/** The job of a name or alias. */
	JobDefinition definition(String name) {
		return this.registry.find(name)
			.orElseThrow(() -> new UnknownJobException("No job is registered under the name '" + name
					+ "', so its queue is unknown: use enqueueTo with a queue"));
	}

	/** The queue of a job. */
	static String queueOf(JobDefinition job) {
		if (job.queue() == null) {
			throw new NoQueueException(
					"The job " + job.name() + " has no queue: give its @ResqueJob one, or use enqueueTo with a queue");
		}
		return job.queue();
	}

	/** A job on its own queue. */
	static Job job(JobDefinition definition, @Nullable Object @Nullable [] args) {
		return new Job(queueOf(definition), definition.name(), list(args));
	}

	/** A null where the compiler expected an array is one argument. */
	static List<@Nullable Object> list(@Nullable Object @Nullable [] args) {
		return (args != null) ? Arrays.asList(args) : Collections.singletonList(null);
	}

	/** Jobs of a name, of the aliases of the same definition, and with equal args. */
	boolean isEqual(Job job, Job wanted, List<@Nullable Object> wantedArgs) {
		return isNamed(job, wanted.name()) && SameMeaning.of(job.args(), wantedArgs);
	}

	/** Whether a job has a name, or an alias of the same definition. */
	boolean isNamed(Job job, String name) {
		if (job.name().equals(name)) {
			return true;
		}
		JobDefinition definition = this.registry.find(name).orElse(null);
		return definition != null && this.registry.find(job.name()).orElse(null) == definition;
	}

	/** The args of a job as one has them that was read. */
	List<@Nullable Object> throughJson(Job job) {
		return this.codec.decode(job.queue(), payload(job.name(), job.args(), Map.of())).args();
	}

	/** What is put on a queue. */
	byte[] payload(String name, List<? extends @Nullable Object> args, Map<String, String> trace) {
		try {
			return this.codec.encode(name, args, trace);
		}
		catch (JsonException ex) {
			throw new JobArgumentException("The arguments of " + name + " cannot be written: "
					+ StringUtils.uncapitalizeAsProperty(String.valueOf(ex.getMessage())), ex);
		}
	}

	/** What is kept of a delayed job. */
	byte[] item(Job job, Map<String, String> trace) {
		return this.codec.encodeDelayed(payload(job.name(), job.args(), Map.of()), job.queue(), trace);
	}

}
