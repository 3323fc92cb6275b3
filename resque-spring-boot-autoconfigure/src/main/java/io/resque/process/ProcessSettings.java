package io.resque.process;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * This process as a whole, and as its surroundings see it.
 *
 * @param signals whether the workers obey USR1 (kill the running jobs), USR2 and TSTP
 * (take no more jobs) and CONT (go on), as Ruby's do; the JVM has no Flight Recorder
 * through USR2 then
 * @param pidFile file that holds the process id while this process works; its directory
 * must exist
 * @param exitWhenEmpty whether the application exits as soon as its queues are empty and
 * all jobs are done, as Ruby's workers do with INTERVAL=0
 * @param statusFile file that tells what the workers do, in the words of Ruby's process
 * title; rewritten at most once a second, removed at the end
 * @param gracePeriod how long the platform waits between SIGTERM and SIGKILL; only
 * compared with the time that stopping needs
 * @param commandLine whether "resque" as the first argument of the application begins a
 * command about workers
 * @param classicVariables whether QUEUE and the other environment variables of Ruby's
 * Resque start this application as a worker
 */
@ConfigurationProperties("resque.process")
public record ProcessSettings(@DefaultValue("false") boolean signals, @Nullable String pidFile,
		@DefaultValue("false") boolean exitWhenEmpty, @Nullable String statusFile, @Nullable Duration gracePeriod,
		@DefaultValue("true") boolean commandLine, @DefaultValue("true") boolean classicVariables) {

	public ProcessSettings {
		if (gracePeriod != null && gracePeriod.isNegative()) {
			throw new IllegalArgumentException("'grace-period' must not be negative, but is " + gracePeriod);
		}
		if (statusFile != null && statusFile.isBlank()) {
			throw new IllegalArgumentException("'status-file' must name a file, but is empty: leave it out instead");
		}
	}

}
