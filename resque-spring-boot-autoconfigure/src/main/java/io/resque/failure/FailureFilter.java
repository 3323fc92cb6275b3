package io.resque.failure;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Which failed jobs are meant: those that match whatever is set here. What is null does
 * not matter.
 *
 * @param job name of the job
 * @param exception name of the exception, whole or without its package or module
 * @param error a text anywhere in the message, in whatever case
 * @param text a text anywhere in the message, the args as they are shown, or the name of
 * the exception, in whatever case
 * @param queue the queue
 * @param period when it failed
 * @param retried whether it was retried
 * @param group id of its {@link Fingerprint}
 */
public record FailureFilter(@Nullable String job, @Nullable String exception, @Nullable String error,
		@Nullable String text, @Nullable String queue, Period period, @Nullable Boolean retried,
		@Nullable String group) {

	/** All failed jobs: the filter to begin with. */
	public static final FailureFilter ALL = new FailureFilter(null, null, null, null, null, new Period(null, null),
			null, null);

	/** The same for one job only; null for all. */
	public FailureFilter withJob(@Nullable String job) {
		return new FailureFilter(job, this.exception, this.error, this.text, this.queue, this.period, this.retried,
				this.group);
	}

	/** The same for one exception only; null for all. */
	public FailureFilter withException(@Nullable String exception) {
		return new FailureFilter(this.job, exception, this.error, this.text, this.queue, this.period, this.retried,
				this.group);
	}

	/** The same for messages with a text only; null for all. */
	public FailureFilter withError(@Nullable String error) {
		return new FailureFilter(this.job, this.exception, error, this.text, this.queue, this.period, this.retried,
				this.group);
	}

	/** The same with a text in message, args or exception only; null for all. */
	public FailureFilter withText(@Nullable String text) {
		return new FailureFilter(this.job, this.exception, this.error, text, this.queue, this.period, this.retried,
				this.group);
	}

	/** The same for one queue only; null for all. */
	public FailureFilter withQueue(@Nullable String queue) {
		return new FailureFilter(this.job, this.exception, this.error, this.text, queue, this.period, this.retried,
				this.group);
	}

	/** The same from a time on; null for the beginning. */
	public FailureFilter withNotBefore(@Nullable Instant notBefore) {
		return new FailureFilter(this.job, this.exception, this.error, this.text, this.queue,
				new Period(notBefore, this.period.notAfter()), this.retried, this.group);
	}

	/** The same up to a time; null for the end. */
	public FailureFilter withNotAfter(@Nullable Instant notAfter) {
		return new FailureFilter(this.job, this.exception, this.error, this.text, this.queue,
				new Period(this.period.notBefore(), notAfter), this.retried, this.group);
	}

	/** The same for those that were retried, or were not; null for both. */
	public FailureFilter withRetried(@Nullable Boolean retried) {
		return new FailureFilter(this.job, this.exception, this.error, this.text, this.queue, this.period, retried,
				this.group);
	}

	/** The same for one group only, named by the id of its fingerprint; null for all. */
	public FailureFilter withGroup(@Nullable String group) {
		return new FailureFilter(this.job, this.exception, this.error, this.text, this.queue, this.period, this.retried,
				group);
	}

	/** Whether a failed job is meant. */
	public boolean matches(FailedJob failed) {
		return is(this.job, failed.name()) && is(this.queue, failed.queue()) && isNamed(failed.exception())
				&& this.period.has(failed.failedAt())
				&& (this.retried == null || this.retried == (failed.retriedAt() != null))
				&& has(failed.error(), this.error)
				&& (has(failed.error(), this.text) || has(failed.args(), this.text)
						|| has(failed.exception(), this.text))
				&& (this.group == null || this.group.equals(Fingerprint.of(failed).id()));
	}

	/** What is set here, for people: {@code job Archive, exception IOException}. */
	public String summary() {
		Map<String, @Nullable Object> parts = new LinkedHashMap<>();
		parts.put("job", this.job);
		parts.put("exception", this.exception);
		parts.put("message with", this.error);
		parts.put("text", this.text);
		parts.put("queue", this.queue);
		parts.put("from", this.period.notBefore());
		parts.put("to", this.period.notAfter());
		parts.put("retried", this.retried);
		parts.put("group", this.group);
		parts.values().removeIf(Objects::isNull);
		return parts.isEmpty() ? "all failed jobs"
				: parts.entrySet()
					.stream()
					.map((part) -> part.getKey() + " " + part.getValue())
					.collect(Collectors.joining(", "));
	}

	private boolean isNamed(String name) {
		return is(this.exception, name) || name.endsWith("." + this.exception) || name.endsWith(":" + this.exception)
				|| name.endsWith("$" + this.exception);
	}

	private static boolean is(@Nullable String wanted, String found) {
		return wanted == null || wanted.equals(found);
	}

	private static boolean has(String found, @Nullable String wanted) {
		return wanted == null || found.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
	}

	/**
	 * A time between two others; a failure whose time cannot be read is in no period but
	 * the one without bounds.
	 *
	 * @param notBefore then or later
	 * @param notAfter then or earlier
	 */
	public record Period(@Nullable Instant notBefore, @Nullable Instant notAfter) {

		boolean has(@Nullable Instant time) {
			if (this.notBefore == null && this.notAfter == null) {
				return true;
			}
			return time != null && (this.notBefore == null || !time.isBefore(this.notBefore))
					&& (this.notAfter == null || !time.isAfter(this.notAfter));
		}

	}

}
