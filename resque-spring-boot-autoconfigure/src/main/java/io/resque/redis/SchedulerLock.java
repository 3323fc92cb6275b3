package io.resque.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The lock that makes one process the scheduler, shared with Ruby's resque-scheduler.
 */
public final class SchedulerLock {

	private final ResqueRedis redis;

	private final String prefix;

	private final List<byte[]> keys;

	/**
	 * Creates a lock.
	 * @param redis Redis
	 * @param prefix Ruby's {@code RESQUE_SCHEDULER_MASTER_LOCK_PREFIX}; empty for none
	 */
	public SchedulerLock(ResqueRedis redis, String prefix) {
		this.redis = redis;
		this.prefix = prefix;
		this.keys = List.of(redis.keys().schedulerLock(prefix), redis.keys().lastScheduler(prefix));
	}

	/**
	 * Gets the lock when nobody has it, and keeps it while it is the own one.
	 * @param holder {@code host:pid}
	 * @param term the present term; null before the first
	 * @param timeout how long to hold it from now
	 * @return who has the lock now
	 */
	public Holding lead(String holder, @Nullable Term term, Duration timeout) {
		List<Object> answer = this.redis.evalList(LuaScript.LEAD, this.keys, List.of(Keyspace.bytes(holder),
				number((term != null) ? term.number() : 0), number(timeout.toMillis())));
		long number = Long.parseLong(text(answer.get(0)));
		long micros = Long.parseLong(text(answer.get(3)));
		return new Holding((number != 0) ? new Term(this.prefix, holder, number) : null, text(answer.get(1)),
				Duration.ofMillis((Long) answer.get(2)), Instant.EPOCH.plusNanos(micros * 1000),
				(Long) answer.get(4) == 1);
	}

	/** Gives the lock back at the end of a term; false when it has ended before. */
	public boolean stepDown(Term term) {
		return this.redis.evalLong(LuaScript.STEP_DOWN, this.keys,
				List.of(Keyspace.bytes(term.holder()), number(term.number()))) == 1;
	}

	/** Who has the lock, or empty ({@code GET}). */
	public Optional<String> holder() {
		byte[] holder = this.redis.call((redis) -> redis.stringCommands().get(this.keys.get(0)));
		return Optional.ofNullable(holder).map(Keyspace::text);
	}

	/**
	 * Takes the lock away from whoever has it, so that the next process that looks
	 * becomes the scheduler ({@code DEL}); false when nobody had it.
	 */
	public boolean release() {
		Long deleted = this.redis.call((redis) -> redis.keyCommands().del(this.keys.get(0)));
		return deleted != null && deleted > 0;
	}

	private static byte[] number(long number) {
		return Keyspace.bytes(Long.toString(number));
	}

	private static String text(Object bytes) {
		return Keyspace.text((byte[]) bytes);
	}

	/**
	 * Who has the lock.
	 *
	 * @param term the own term; null when somebody else has it
	 * @param holder {@code host:pid} of whoever has it
	 * @param remaining how long it holds unless it is kept; negative when for ever
	 * @param now the time of Redis
	 * @param foreign whether that is no scheduler of ours
	 */
	public record Holding(@Nullable Term term, String holder, Duration remaining, Instant now, boolean foreign) {
	}

}
