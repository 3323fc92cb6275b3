package io.resque.hook;

import java.lang.annotation.Annotation;
import java.util.HashSet;
import java.util.Set;

import io.resque.Due;
import io.resque.Job;
import io.resque.JobContext;
import io.resque.JobHooks;

/**
 * The kinds of hooks: what each is called with beside the arguments of the job, and
 * whether it may say no.
 */
enum HookKind {

	/** {@link BeforeEnqueue}. */
	BEFORE_ENQUEUE(BeforeEnqueue.class, true),

	/** {@link AfterEnqueue}. */
	AFTER_ENQUEUE(AfterEnqueue.class, false),

	/** {@link BeforeSchedule}. */
	BEFORE_SCHEDULE(BeforeSchedule.class, true, Due.class),

	/** {@link AfterSchedule}. */
	AFTER_SCHEDULE(AfterSchedule.class, false, Due.class),

	/** {@link BeforeDelayedEnqueue}. */
	BEFORE_DELAYED_ENQUEUE(BeforeDelayedEnqueue.class, false),

	/** {@link BeforeDequeue}. */
	BEFORE_DEQUEUE(BeforeDequeue.class, true),

	/** {@link AfterDequeue}. */
	AFTER_DEQUEUE(AfterDequeue.class, false),

	/** {@link BeforePerform}. */
	BEFORE_PERFORM(BeforePerform.class, false, JobContext.class),

	/** {@link AroundPerform}. */
	AROUND_PERFORM(AroundPerform.class, false, JobContext.class, JobHooks.Perform.class),

	/** {@link AfterPerform}. */
	AFTER_PERFORM(AfterPerform.class, false, JobContext.class),

	/** {@link OnFailure}. */
	ON_FAILURE(OnFailure.class, false, JobContext.class, Throwable.class),

	/** {@link Always}. */
	ALWAYS(Always.class, false, JobContext.class, Throwable.class);

	/** What no payload can hold: a parameter of such a type is meant to be given. */
	private static final Set<Class<?>> NEVER_ARGUMENTS = Set.of(Job.class, JobContext.class, JobHooks.Perform.class,
			Due.class);

	private final Class<? extends Annotation> annotation;

	private final boolean question;

	private final Set<Class<?>> given;

	HookKind(Class<? extends Annotation> annotation, boolean question, Class<?>... given) {
		this.annotation = annotation;
		this.question = question;
		this.given = new HashSet<>(Set.of(given));
		this.given.add(Job.class);
	}

	Class<? extends Annotation> annotation() {
		return this.annotation;
	}

	/** Whether a method may return a boolean. */
	boolean isQuestion() {
		return this.question;
	}

	boolean isGiven(Class<?> type) {
		return this.given.contains(type) || (isFailure(type) && this.given.contains(Throwable.class));
	}

	static boolean isNeverAnArgument(Class<?> type) {
		return NEVER_ARGUMENTS.contains(type) || isFailure(type);
	}

	static boolean isFailure(Class<?> type) {
		return Throwable.class.isAssignableFrom(type);
	}

	@Override
	public String toString() {
		return "@" + this.annotation.getSimpleName();
	}

}
