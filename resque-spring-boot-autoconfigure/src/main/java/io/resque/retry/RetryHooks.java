package io.resque.retry;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

import io.resque.Again;
import io.resque.Attempts;
import io.resque.EarlierFailure;
import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobContext;
import io.resque.JobHooks;
import io.resque.JobRegistry;
import io.resque.RunNotes;
import io.resque.StopRequest;
import io.resque.StopRequest.Reason;
import io.resque.failure.FailureEntries;
import io.resque.failure.JobFailure;
import io.resque.json.WellFormed;
import io.resque.redis.RedisCallException;
import io.resque.redis.RedisCallException.Outcome;
import io.resque.redis.RetryStore;
import io.resque.worker.loop.Waiter;

/**
 * Tries failed jobs again, by the rules of Ruby's resque-retry and in its keys. Redis is
 * asked before a run; what changes is written with the acknowledgement of the run, in one
 * step. Runs before the hooks of applications, so that these see what becomes of the job.
 */
public final class RetryHooks implements JobHooks, Ordered {

	private static final int ERROR_LENGTH = 500;

	/** What is only for a page of Ruby's need not be long. */
	private static final int LONGEST_ENTRY = 256 * 1024;

	private static final Duration PAUSE = Duration.ofMillis(100);

	private static final Pattern PASSING = Pattern.compile("LOADING|MASTERDOWN|READONLY|BUSY|TRYAGAIN|CLUSTERDOWN");

	private static final int MOST_REFUSALS = 100;

	private static final RetryPolicy NO_POLICY = new RetryPolicy() {
	};

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
	public void onFailure(JobContext context, Throwable failure) {
		RetryRule rule = this.rules.of(context.job());
		if (rule == null) {
			return;
		}
		KnownAttempts attempts = attempts(context);
		RetryPolicy policy = policy(context.job());
		StopRequest stop = context.stopRequest();
		if (!rule.takes(failure) || (stop != null && stop.reason() != Reason.TIMEOUT)) {
			giveUp(context, failure, attempts, policy);
		}
		else if (!awaitKnown(attempts, context)) {
			// One run too many is better than one too few.
			Duration delay = rule.backoff().delay(0, 0.5);
			context.notes()
				.runAgain(new Again((delay.compareTo(NextRun.UNCOUNTED) > 0) ? delay : NextRun.UNCOUNTED, rule.queue(),
						null, this.settings.recordFailures()));
		}
		else {
			NextRun next = NextRun.plan(context, failure, rule, policy, this.codec);
			if (rule.allows(attempts, failure, next.delay())) {
				tryAgain(context, failure, rule, next);
				next.complain();
			}
			else {
				giveUp(context, failure, attempts, policy);
			}
		}
	}

	/** Forgets what is known of a job that succeeded, or was skipped. */
	@Override
	public void always(JobContext context, @Nullable Throwable failure) {
		if (failure == null && context.notes().again() == null && this.rules.of(context.job()) != null) {
			KnownAttempts attempts = attempts(context);
			if (attempts.mayHaveFailedBefore()) {
				context.notes().withAcknowledgement(this.store.forget(attempts.identity()));
			}
		}
	}

	private void giveUp(JobContext context, Throwable failure, KnownAttempts attempts, RetryPolicy policy) {
		context.notes().withAcknowledgement(this.store.forget(attempts.identity()));
		policy.gaveUp(context, failure);
	}

	/**
	 * An outage of Redis costs no job its retries: nothing could be acknowledged anyway
	 * until it is over.
	 * @return false when the job is asked to stop before it is known how often it was
	 * tried
	 * @throws RedisCallException when Redis goes on refusing to tell
	 */
	private static boolean awaitKnown(KnownAttempts attempts, JobContext context) {
		Waiter waiter = new Waiter();
		long refusals = 0;
		while (true) {
			try {
				attempts.known();
				return true;
			}
			catch (RedisCallException ex) {
				refusals = isForGood(ex) ? refusals + 1 : 0;
				if (refusals > MOST_REFUSALS) {
					throw ex;
				}
			}
			try {
				waiter.await(PAUSE);
			}
			catch (InterruptedException ex) {
				// Whoever means it has asked the job to stop.
			}
			if (context.stopRequested()) {
				return false;
			}
		}
	}

	/** Not while Redis loads its data, or follows another master. */
	private static boolean isForGood(RedisCallException ex) {
		return ex.outcome() == Outcome.REFUSED && !PASSING.matcher(String.valueOf(ex.getMessage())).find();
	}

	/** In this order: what throws must not leave a retry that nobody counts. */
	private void tryAgain(JobContext context, Throwable failure, RetryRule rule, NextRun next) {
		KnownAttempts attempts = attempts(context);
		RunNotes notes = context.notes();
		Job job = context.job();
		String identity = (next.payload() != null) ? RetryIdentity.of(this.codec.decode(job.queue(), next.payload()))
				: attempts.identity();
		JobFailure described = JobFailure.of(job.queue(), this.codec.encode(job.name(), job.args()), failure,
				context.workerId(), attempts.now());
		if (!identity.equals(attempts.identity())) {
			notes.withAcknowledgement(this.store.forget(attempts.identity()));
		}
		long counter = attempts.number() - (rule.counts(failure) ? 1 : 2);
		count(notes, identity, counter, attempts, described, next.delay());
		notes.runAgain(new Again(next.delay(), rule.queue(), next.payload(), this.settings.recordFailures()));
	}

	private void count(RunNotes notes, String identity, long counter, KnownAttempts attempts, JobFailure described,
			Duration delay) {
		Duration expiry = this.settings.expiry().isZero() ? Duration.ZERO : delay.plus(this.settings.expiry());
		EarlierFailure earlier = new EarlierFailure(described.failedAt(), described.exception(),
				WellFormed.shortened(described.error(), ERROR_LENGTH));
		notes.withAcknowledgement(this.store.count(identity, counter, expiry));
		notes.withAcknowledgement(
				this.store.remember(identity, attempts.historyWith(earlier, this.settings.history()), expiry));
		byte[] entry = this.entries.whileRetried(described);
		if (!this.settings.recordFailures() && delay.toSeconds() > 0 && entry.length <= LONGEST_ENTRY) {
			notes.withAcknowledgement(this.store.keepFailure(identity, entry, delay.multipliedBy(2)));
		}
	}

	/** A bean that cannot be made has no policy: that may be what the job failed of. */
	private RetryPolicy policy(Job job) {
		try {
			Object bean = this.registry.find(job.name()).map((definition) -> definition.method().bean()).orElse(null);
			return (bean instanceof RetryPolicy policy) ? policy : NO_POLICY;
		}
		catch (RuntimeException | LinkageError ex) {
			return NO_POLICY;
		}
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
