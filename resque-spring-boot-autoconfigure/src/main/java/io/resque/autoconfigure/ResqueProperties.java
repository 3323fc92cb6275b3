package io.resque.autoconfigure;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.resque.json.JsonProfile;

/**
 * What concerns the library as a whole. Each part has its own settings beside it.
 *
 * @param namespace prefix of all keys in Redis; with a hash tag, as in "{resque}", all
 * keys share a slot of a cluster
 * @param inline whether jobs are performed at once in the thread that enqueues them,
 * without Redis
 * @param failFast whether the application refuses to start while Redis cannot be reached
 * @param json how payloads are written where JSON leaves a choice
 * @param environment name of this environment on the dashboard, such as "production"; by
 * default the active profiles
 * @param commandTimeout how long to wait for an answer of Redis
 */
@ConfigurationProperties("resque")
public record ResqueProperties(@DefaultValue("resque") String namespace, @DefaultValue("false") boolean inline,
		@DefaultValue("false") boolean failFast, @DefaultValue("classic") JsonProfile json,
		@Nullable String environment, @DefaultValue("5s") Duration commandTimeout) {

	/** It has its place in a bar. */
	private static final Pattern ENVIRONMENT = Pattern.compile("[^\\p{Cntrl}]{1,64}");

	public ResqueProperties {
		environment = (environment != null && !environment.isBlank()) ? environment.strip() : null;
		if (environment != null && !ENVIRONMENT.matcher(environment).matches()) {
			throw new IllegalArgumentException(
					"resque.environment must be a name of at most 64 characters, in one line");
		}
		if (commandTimeout.isNegative() || commandTimeout.isZero()) {
			throw new IllegalArgumentException("'command-timeout' must be positive, but is " + commandTimeout);
		}
	}

}
