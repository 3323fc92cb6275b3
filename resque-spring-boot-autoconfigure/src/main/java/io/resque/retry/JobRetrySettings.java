package io.resque.retry;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

import io.resque.Names;
import io.resque.Retry;

/**
 * How one job is tried again. What is not set is as its annotation says.
 *
 * @param limit how often; 0 never, a negative number for ever
 * @param delay how long to wait before each retry; the last one for all that follow
 * @param multiplier what the last delay is multiplied with for each that follows
 * @param maxDelay the longest delay, jitter aside
 * @param jitter by which part a delay is changed at random, 0 to 1
 * @param retryFor how long after its first failure the job is still retried
 * @param queue queue for retries
 * @param failures which failures are retried
 */
public record JobRetrySettings(@Nullable Integer limit, @Nullable List<Duration> delay, @Nullable Double multiplier,
		@Nullable Duration maxDelay, @Nullable Double jitter, @Nullable Duration retryFor, @Nullable String queue,
		@DefaultValue Failures failures) {

	static final JobRetrySettings NEVER = new JobRetrySettings(0, null, null, null, null, null, null,
			new Failures(null, null, null));

	private static final Duration SOON = Duration.ofMinutes(1);

	private static final Duration LONGEST = Duration.ofDays(1);

	/** What an annotation says. */
	static JobRetrySettings of(Retry annotation, UnaryOperator<String> placeholders) {
		UnaryOperator<String> resolve = (text) -> placeholders.apply(text).strip();
		List<Duration> delays = Arrays.stream(annotation.delay()).map(resolve).map(JobRetrySettings::duration).toList();
		String longest = resolve.apply(annotation.maxDelay());
		String retryFor = resolve.apply(annotation.retryFor());
		String queue = resolve.apply(annotation.queue());
		return new JobRetrySettings((annotation.limit() == Retry.EACH_DELAY) ? null : annotation.limit(), delays,
				annotation.multiplier(), longest.isEmpty() ? null : duration(longest), annotation.jitter(),
				retryFor.isEmpty() ? null : duration(retryFor), queue.isEmpty() ? null : queue,
				new Failures(List.of(annotation.on()), List.of(annotation.giveUpOn()), List.of(annotation.ignore())));
	}

	private static Duration duration(String text) {
		try {
			return DurationFormatterUtils.detectAndParse(text, DurationFormat.Unit.SECONDS);
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new IllegalArgumentException("'" + text + "' is no duration, write it as 30s or PT5M", ex);
		}
	}

	/**
	 * These settings, and where they say nothing what others say; a limit of 0 only where
	 * these say it.
	 */
	JobRetrySettings over(JobRetrySettings others) {
		Integer theirs = (others.limit != null && others.limit == 0) ? null : others.limit;
		return new JobRetrySettings(first(this.limit, theirs), first(this.delay, others.delay),
				first(this.multiplier, others.multiplier), first(this.maxDelay, others.maxDelay),
				first(this.jitter, others.jitter), first(this.retryFor, others.retryFor),
				first(this.queue, others.queue), this.failures.over(others.failures));
	}

	private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
		return (one != null) ? one : other;
	}

	/**
	 * The rule for these settings.
	 * @throws IllegalArgumentException when one of them is impossible; the message says
	 * which
	 */
	RetryRule rule() {
		List<Duration> delays = (this.delay != null) ? this.delay : List.of();
		double factor = (this.multiplier != null) ? this.multiplier : 1;
		double part = (this.jitter != null) ? this.jitter : 0;
		Duration longest = (this.maxDelay != null) ? this.maxDelay
				: Stream.concat(delays.stream(), Stream.of(LONGEST)).max(Comparator.naturalOrder()).orElseThrow();
		check(delays.stream().noneMatch(Duration::isNegative), "a delay is negative");
		check(factor >= 1 && factor <= 1000, "the multiplier must be 1 to 1000, but is " + factor);
		check(part >= 0 && part <= 1, "the jitter must be 0 to 1, but is " + part);
		check(longest.compareTo(Duration.ofSeconds(1)) >= 0, "the longest delay must be at least 1s");
		check(this.retryFor == null || this.retryFor.compareTo(Duration.ZERO) > 0, "retry-for must be positive");
		boolean waits = !delays.isEmpty() && !delays.get(delays.size() - 1).isZero();
		boolean ends = (this.retryFor != null && this.retryFor.compareTo(SOON) <= 0)
				|| ((this.limit == null || this.limit >= 0) && list(this.failures.ignore).isEmpty());
		check(waits || ends, "without an end (a negative limit, or failures that do not count) they need a delay, or a"
				+ " retry-for of a minute at most");
		if (this.queue != null) {
			Names.queue(this.queue);
		}
		int most = (this.limit != null) ? this.limit : Math.max(1, delays.size());
		return new RetryRule(most, new Backoff(delays, factor, longest, part), list(this.failures.on),
				list(this.failures.giveUpOn), list(this.failures.ignore), this.retryFor, this.queue);
	}

	private static void check(boolean condition, String problem) {
		if (!condition) {
			throw new IllegalArgumentException(problem);
		}
	}

	private static List<Class<? extends Throwable>> list(@Nullable List<Class<? extends Throwable>> types) {
		return (types != null) ? types : List.of();
	}

	/**
	 * Which failures of a job are retried.
	 *
	 * @param on class names of those that are; all when there are none
	 * @param giveUpOn class names of those that are not
	 * @param ignore class names of those that do not count as an attempt
	 */
	public record Failures(@Nullable List<Class<? extends Throwable>> on,
			@Nullable List<Class<? extends Throwable>> giveUpOn, @Nullable List<Class<? extends Throwable>> ignore) {

		private Failures over(Failures others) {
			return new Failures(first(this.on, others.on), first(this.giveUpOn, others.giveUpOn),
					first(this.ignore, others.ignore));
		}

	}

}
