package io.resque.worker.fork;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.resque.worker.ForkSettings;

/**
 * How child processes are started, for all pools in fork mode.
 *
 * @param mainClass main class of a child; that of this application by default
 * @param jvmArguments comma-separated list of JVM arguments, behind those that children
 * have from this process and from the library, so that they win; "!" before a glob leaves
 * out arguments of this process
 * @param properties configuration properties for children, which win over everything else
 * @param startTimeout how long a child may take until it is ready
 * @param directory directory for sockets and for what children are started with; a
 * private one below the temporary directory by default
 * @param archive archive of the classes that children load
 * @param startLifecycleBeans whether Lifecycle beans of the application start in
 * children, too: message listeners and whatever else runs beside jobs
 * @param runAtExitHooks whether the shutdown hooks of a child run when it ends, as with
 * Ruby's RUN_AT_EXIT_HOOKS
 */
@ConfigurationProperties("resque.child")
public record ChildSettings(@Nullable String mainClass, @DefaultValue List<String> jvmArguments,
		@DefaultValue Map<String, String> properties, @DefaultValue("60s") Duration startTimeout,
		@Nullable String directory, @NestedConfigurationProperty @DefaultValue ArchiveSettings archive,
		@DefaultValue("false") boolean startLifecycleBeans, @DefaultValue("false") boolean runAtExitHooks) {

	private static final int MANY_JOBS = 10_000;

	public ChildSettings {
		if (startTimeout.toMillis() < 1) {
			throw new IllegalArgumentException("'start-timeout' must be at least 1ms, but is " + startTimeout);
		}
	}

	/**
	 * For the children of a pool. Those that have many jobs are compiled to the full, as
	 * any JVM that lives long; others would be gone before that pays.
	 * @param fork the settings of the pool
	 * @return settings in which the application's arguments still win
	 */
	public ChildSettings of(ForkSettings fork) {
		if (fork.jobsPerChild() > 0 && fork.jobsPerChild() < MANY_JOBS) {
			return this;
		}
		List<String> arguments = new ArrayList<>(List.of("-XX:TieredStopAtLevel=4"));
		arguments.addAll(this.jvmArguments);
		return new ChildSettings(this.mainClass, arguments, this.properties, this.startTimeout, this.directory,
				this.archive, this.startLifecycleBeans, this.runAtExitHooks);
	}

}
