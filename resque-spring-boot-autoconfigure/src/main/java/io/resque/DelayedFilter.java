package io.resque;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which delayed jobs are meant: those that match whatever is set here. What is null does
 * not matter.
 *
 * @param name a part of the name of the job, in whatever case
 * @param text a text anywhere in the args as they are shown, or the queue, in whatever
 * case
 * @param job the whole name of the job, or of an alias
 * @param args equal args, by meaning
 */
public record DelayedFilter(@Nullable String name, @Nullable String text, @Nullable String job,
		@Nullable List<? extends @Nullable Object> args) {

	/** All delayed jobs: the filter to begin with. */
	public static final DelayedFilter ALL = new DelayedFilter(null, null, null, null);

	/** The same with a part of the name of the job only; null for all. */
	public DelayedFilter withName(@Nullable String name) {
		return new DelayedFilter(name, this.text, this.job, this.args);
	}

	/** The same with a text in args or queue only; null for all. */
	public DelayedFilter withText(@Nullable String text) {
		return new DelayedFilter(this.name, text, this.job, this.args);
	}

	/** The same for one job only; null for all. */
	public DelayedFilter withJob(@Nullable String job) {
		return new DelayedFilter(this.name, this.text, job, this.args);
	}

	/** The same with equal args only; null for all. */
	public DelayedFilter withArgs(@Nullable List<? extends @Nullable Object> args) {
		return new DelayedFilter(this.name, this.text, this.job, args);
	}

}
