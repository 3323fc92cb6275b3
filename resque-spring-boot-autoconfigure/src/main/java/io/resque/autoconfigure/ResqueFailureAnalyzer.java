package io.resque.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.StringUtils;

import io.resque.DuplicateJobException;
import io.resque.InvalidJobException;
import io.resque.InvalidNameException;
import io.resque.NoQueueException;
import io.resque.ResqueException;
import io.resque.failure.UnknownBackendException;
import io.resque.process.PidFileException;
import io.resque.process.classic.ClassicVariableException;
import io.resque.retry.InvalidRetryException;
import io.resque.schedule.InvalidScheduleException;

/**
 * Says what to do when the application cannot start because of Resque.
 */
class ResqueFailureAnalyzer extends AbstractFailureAnalyzer<ResqueException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ResqueException cause) {
		if (cause instanceof ClassicVariableException variable) {
			return new FailureAnalysis(variable.problem() + ".", StringUtils.capitalize(variable.remedy()), cause);
		}
		if (cause instanceof UnknownBackendException) {
			return new FailureAnalysis(cause.getMessage() + ".",
					"Correct resque.failure.backends, or define a bean of type FailureBackend with this name.", cause);
		}
		String action = action(cause);
		return (action != null) ? new FailureAnalysis(cause.getMessage() + ".", action, cause) : null;
	}

	private static @Nullable String action(ResqueException cause) {
		if (cause instanceof UnsuitableRedisException redis) {
			return redis.action();
		}
		if (cause instanceof UnsuitableRedisClientException) {
			return "Use spring-boot-starter-data-redis with Lettuce, and mark one connection factory as primary or "
					+ "qualify it with @Qualifier(\"resque\").";
		}
		if (cause instanceof PidFileException) {
			return "Correct resque.process.pid-file or the environment variable PIDFILE: the directory must exist, and "
					+ "this user must be able to write into it.";
		}
		if (cause instanceof DuplicateJobException duplicate) {
			return "Give one of them another name: @ResqueJob(name = \"…\"). A name may be '" + duplicate.getName()
					+ "' only once, aliases included.";
		}
		if (cause instanceof NoQueueException) {
			return "Set resque.worker.queues, give the @ResqueJob a queue, or switch the workers off with "
					+ "resque.worker.enabled=false.";
		}
		return actionForDeclaration(cause);
	}

	private static @Nullable String actionForDeclaration(ResqueException cause) {
		if (cause instanceof InvalidNameException) {
			return "Correct the name: that of a job or a queue in its @ResqueJob, the namespace in resque.namespace.";
		}
		if (cause instanceof InvalidScheduleException) {
			return "Correct it where it is declared: in a @ResqueSchedule, below resque.schedule, or in the file of"
					+ " resque.scheduler.file.";
		}
		if (cause instanceof InvalidRetryException) {
			return "Correct it in the @Retry of the job, or below resque.retry.";
		}
		if (cause instanceof InvalidJobException) {
			return "Correct the class, or remove the annotation.";
		}
		return null;
	}

}
