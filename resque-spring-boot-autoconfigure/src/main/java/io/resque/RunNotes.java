package io.resque;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.redis.Aftermath;
import io.resque.redis.Aftermath.Rerun;

/**
 * What hooks and the job itself keep for one run, and what is to happen when it is
 * acknowledged. In a child process it is the child's; its worker learns what is to
 * happen.
 */
public final class RunNotes {

	private static final int MOST_COMMANDS = 100;

	/** Lua passes a bounded number of arguments. */
	private static final int MOST_WORDS = 1000;

	private static final int LONGEST = 1_000_000;

	private final Map<Class<?>, Object> values = new HashMap<>();

	private final List<List<String>> commands = new ArrayList<>();

	private @Nullable Again again;

	private boolean sealed;

	private long commandLength;

	/** Keeps a value for the other hooks of the run and for the job. */
	public synchronized <T> void put(Class<T> type, T value) {
		this.values.put(type, value);
	}

	/** The value of a type, or null. */
	public synchronized <T> @Nullable T get(Class<T> type) {
		return type.cast(this.values.get(type));
	}

	/**
	 * Has the job run again after this run; the last call counts. In a failure hook it
	 * keeps the failure from being recorded, unless it says otherwise. A job that fails
	 * takes back what was said before its failure. Jobs that are performed inline do not
	 * run again.
	 */
	public synchronized void runAgain(Again again) {
		this.again = this.sealed ? null : again;
	}

	/** How the job runs again; null when it does not. */
	public synchronized @Nullable Again again() {
		return this.again;
	}

	/**
	 * Has a Redis command carried out in the same step that acknowledges this run: so it
	 * takes effect once for each run that counts, whatever crashes. Keys are whole keys,
	 * namespace included. Not when the job goes back to its queue because its worker
	 * stops; a job that fails takes back what was said before its failure. A command that
	 * Redis refuses is logged.
	 * @param words the command, such as {@code "INCR", "shop:orders"}
	 * @throws IllegalArgumentException when it is no command that can be carried out this
	 * way, or the run has said too much: all jobs that are acknowledged together wait for
	 * it
	 */
	public synchronized void withAcknowledgement(String... words) {
		long length = Arrays.stream(words).mapToLong(String::length).sum();
		if (words.length == 0 || words[0].strip().equalsIgnoreCase("SELECT")) {
			throw new IllegalArgumentException("No command of an acknowledgement: " + Arrays.toString(words));
		}
		if (words.length > MOST_WORDS || this.commands.size() == MOST_COMMANDS
				|| this.commandLength + length > LONGEST) {
			throw new IllegalArgumentException(
					"A run can have " + MOST_COMMANDS + " commands of " + MOST_WORDS + " words and " + LONGEST
							+ " characters in all carried out with its acknowledgement: " + words[0] + " is too much");
		}
		if (!this.sealed) {
			this.commands.add(List.of(words));
			this.commandLength += length;
		}
	}

	/** The commands of {@link #withAcknowledgement}. */
	public synchronized List<List<String>> commands() {
		return List.copyOf(this.commands);
	}

	/** The job has failed: what it wanted does not count. */
	synchronized void failed() {
		this.commands.clear();
		this.commandLength = 0;
		this.again = null;
	}

	/**
	 * The outcome of the run is told although it goes on: what it has said and says from
	 * now on changes nothing.
	 */
	public synchronized void seal() {
		failed();
		this.sealed = true;
	}

	/**
	 * What is to happen with the acknowledgement.
	 * @param job the job
	 * @param payload its payload as it was fetched
	 * @param codec writes items of delayed jobs
	 * @return what, or null
	 */
	public synchronized @Nullable Aftermath aftermath(Job job, byte[] payload, JobCodec codec) {
		if (this.again == null) {
			return this.commands.isEmpty() ? null : new Aftermath(null, commands());
		}
		String queue = (this.again.queue() != null) ? this.again.queue() : job.queue();
		byte[] bytes = (this.again.payload() != null) ? this.again.payload() : payload;
		Duration delay = this.again.delay();
		return new Aftermath(new Rerun(queue, delay, delay.isZero() ? bytes : codec.delayedItem(queue, bytes)),
				commands());
	}

}
