package io.resque.retry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

import io.resque.Again;
import io.resque.Attempts;
import io.resque.EarlierFailure;
import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobContext;
import io.resque.JobDefinition;
import io.resque.JobHooks;
import io.resque.JobRegistry;
import io.resque.RunNotes;
import io.resque.StopRequest;
import io.resque.failure.FailureEntries;
import io.resque.failure.JobFailure;
import io.resque.json.WellFormed;
import io.resque.redis.RedisCallException;
import io.resque.redis.RetryStore;
import io.resque.worker.loop.Waiter;

/**
 * Tries failed jobs again, by the rules of Ruby's resque-retry and in its keys. Redis is
 * asked before a run; what changes is written with the acknowledgement of the run, in one
 * step. Runs before the hooks of applications, so that these see what becomes of the job.
 */
public final class RetryHooks implements JobHooks, Ordered {

	private static final int ERROR_LENGTH = 500;

	private static final Duration PAUSE = Duration.ofMillis(100);

	private final RetryRules rules;

	private final JobRegistry registry;

	private final RetryStore store;

	private final JobCodec codec;

	private final FailureEntries entries;

	private final RetrySettings settings;

	/**
	 * Creates the hooks.
	 * @param rules which jobs are retried, and how
	 * @param registry the jobs
	 * @param store counters
	 * @param codec writes payloads
	 * @param settings what concerns all jobs
	 */
	public RetryHooks(RetryRules rules, JobRegistry registry, RetryStore store, JobCodec codec,
			RetrySettings settings) {
		this.rules = rules;
		this.registry = registry;
		this.store = store;
		this.codec = codec;
		this.entries = new FailureEntries(codec);
		this.settings = settings;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 1000;
	}

	@Override
	public void beforePerform(JobContext context) {
		if (this.rules.of(context.job()) != null) {
			try {
				attempts(context).known();
			}
			catch (RedisCallException ex) {
				// It is asked again when the job wants to know, or fails.
			}
		}
	}

	@Override
	public void afterPerform(JobContext context) {
		if (this.rules.of(context.job()) != null) {
			KnownAttempts attempts = attempts(context);
			if (attempts.mayHaveFailedBefore()) {
				context.notes().withAcknowledgement(this.store.forget(attempts.identity()));
			}
		}
	}

	@Override
	public void onFailure(JobContext context, Throwable failure) {
		RetryRule rule = this.rules.of(context.job());
		if (rule == null) {
			return;
		}
		KnownAttempts attempts = attempts(context);
		awaitKnown(attempts, context);
		RetryPolicy policy = policy(context.job());
		if (isRetried(context, failure, rule, attempts)) {
			tryAgain(context, failure, rule, attempts, policy);
		}
		else {
			context.notes().withAcknowledgement(this.store.forget(attempts.identity()));
			policy.gaveUp(context, failure);
		}
	}

	/**
	 * An outage of Redis costs no job its retries: nothing could be acknowledged anyway
	 * until it is over.
	 */
	private static void awaitKnown(KnownAttempts attempts, JobContext context) {
		Waiter waiter = new Waiter();
		while (true) {
			try {
				attempts.known();
				return;
			}
			catch (RedisCallException ex) {
				if (context.stopRequested() || !context.stillOwner()) {
					throw ex;
				}
				try {
					waiter.await(PAUSE);
				}
				catch (InterruptedException interrupt) {
					Thread.currentThread().interrupt();
					throw ex;
				}
			}
		}
	}

	private static boolean isRetried(JobContext context, Throwable failure, RetryRule rule, KnownAttempts attempts) {
		StopRequest stop = context.stopRequest();
		if (!rule.takes(failure) || (stop != null && stop.reason() == StopRequest.Reason.KILLED)) {
			return false;
		}
		if (rule.counts(failure) && rule.isLast(attempts.number())) {
			return false;
		}
		return rule.retryFor() == null || attempts.now().isBefore(attempts.failsSince().plus(rule.retryFor()));
	}

	private void tryAgain(JobContext context, Throwable failure, RetryRule rule, KnownAttempts attempts,
			RetryPolicy policy) {
		Job job = context.job();
		Duration delay = delay(context, failure, rule, attempts, policy);
		List<? extends @Nullable Object> args = policy.retryArgs(context, failure);
		byte[] payload = (args != null) ? this.codec.encode(job.name(), args) : null;
		context.notes().runAgain(new Again(delay, rule.queue(), payload, this.settings.recordFailures()));
		String identity = (payload != null) ? RetryIdentity.of(this.codec.decode(job.queue(), payload))
				: attempts.identity();
		if (!identity.equals(attempts.identity())) {
			context.notes().withAcknowledgement(this.store.forget(attempts.identity()));
		}
		JobFailure described = JobFailure.of(job.queue(), this.codec.encode(job.name(), job.args()), failure,
				context.workerId(), attempts.now());
		long counter = attempts.number() - (rule.counts(failure) ? 1 : 2);
		count(context.notes(), identity, counter, attempts, described, delay);
	}

	private void count(RunNotes notes, String identity, long counter, KnownAttempts attempts, JobFailure described,
			Duration delay) {
		Duration expiry = this.settings.expiry().isZero() ? Duration.ZERO : delay.plus(this.settings.expiry());
		EarlierFailure earlier = new EarlierFailure(described.failedAt(), described.exception(),
				WellFormed.shortened(described.error(), ERROR_LENGTH));
		notes.withAcknowledgement(this.store.count(identity, counter, expiry));
		notes.withAcknowledgement(
				this.store.remember(identity, attempts.historyWith(earlier, this.settings.history()), expiry));
		if (!this.settings.recordFailures() && delay.toSeconds() > 0) {
			notes.withAcknowledgement(
					this.store.keepFailure(identity, this.entries.whileRetried(described), delay.multipliedBy(2)));
		}
	}

	private static Duration delay(JobContext context, Throwable failure, RetryRule rule, KnownAttempts attempts,
			RetryPolicy policy) {
		Duration delay = retryAfter(failure);
		if (delay == null) {
			delay = policy.retryDelay(context, failure);
		}
		return (delay != null) ? delay
				: rule.backoff().delay(attempts.number() - 1, ThreadLocalRandom.current().nextDouble());
	}

	/** Of the failure, or the first of its causes that knows. */
	private static @Nullable Duration retryAfter(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < 20; depth++) {
			if (cause instanceof RetryAfter after && after.retryAfter() != null) {
				return after.retryAfter();
			}
			cause = cause.getCause();
		}
		return null;
	}

	private RetryPolicy policy(Job job) {
		Object bean = this.registry.find(job.name())
			.map(JobDefinition::method)
			.map((method) -> method.bean())
			.orElse(null);
		return (bean instanceof RetryPolicy policy) ? policy : new RetryPolicy() {
		};
	}

	private KnownAttempts attempts(JobContext context) {
		if (context.notes().get(Attempts.class) instanceof KnownAttempts attempts) {
			return attempts;
		}
		KnownAttempts attempts = new KnownAttempts(this.store, RetryIdentity.of(context.job()), this.codec.json());
		context.notes().put(Attempts.class, attempts);
		return attempts;
	}

}
