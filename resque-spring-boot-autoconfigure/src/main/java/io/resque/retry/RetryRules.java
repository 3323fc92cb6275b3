package io.resque.retry;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.resque.Job;
import io.resque.JobDefinition;
import io.resque.JobRegistry;
import io.resque.ResqueException;
import io.resque.Retry;

/**
 * Which jobs are tried again, and how: what their annotations say, and over that the
 * settings.
 */
public final class RetryRules {

	private final JobRegistry registry;

	private final Map<JobDefinition, RetryRule> rules = new HashMap<>();

	/**
	 * Reads the rules of all jobs.
	 * @param registry the jobs
	 * @param settings the settings
	 * @param placeholders resolves placeholders
	 * @throws InvalidRetryException when something is wrong with one of them; the message
	 * says what
	 */
	public RetryRules(JobRegistry registry, RetrySettings settings, UnaryOperator<String> placeholders) {
		this.registry = registry;
		Map<JobDefinition, JobRetrySettings> ofJobs = new HashMap<>();
		settings.jobs().forEach((name, ofJob) -> ofJobs.put(job(name), ofJob));
		for (JobDefinition job : registry.all()) {
			try {
				RetryRule rule = rule(job.retry(), ofJobs.get(job), placeholders);
				if (rule.limit() != 0) {
					this.rules.put(job, rule);
				}
			}
			catch (IllegalArgumentException | ResqueException ex) {
				throw new InvalidRetryException(
						"The retries of the job " + job.name() + " cannot be as they are declared: " + ex.getMessage());
			}
		}
	}

	private JobDefinition job(String name) {
		return this.registry.find(name)
			.orElseThrow(() -> new InvalidRetryException("resque.retry.jobs." + name
					+ " is for a job that this application does not have. A name with other"
					+ " characters than letters and digits stands in brackets: resque.retry.jobs[Reports::Monthly]"));
	}

	/** Settings switch retries on that the annotation does not have. */
	private static RetryRule rule(@Nullable Retry annotation, @Nullable JobRetrySettings settings,
			UnaryOperator<String> placeholders) {
		JobRetrySettings declared = (annotation != null) ? JobRetrySettings.of(annotation, placeholders)
				: JobRetrySettings.NEVER;
		return (settings != null) ? settings.over(declared).rule() : declared.rule();
	}

	/** How a job is tried again; null when it is not. */
	@Nullable RetryRule of(Job job) {
		return this.rules.isEmpty() ? null : this.registry.find(job.name()).map(this.rules::get).orElse(null);
	}

}
