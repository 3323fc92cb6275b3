package io.resque.autoconfigure;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.process.ExitWhenEmpty;
import io.resque.process.ProcessSettings;
import io.resque.process.StatusFile;
import io.resque.process.SupervisorWatch;
import io.resque.process.WorkerSignals;
import io.resque.worker.WorkerContainer;
import io.resque.worker.WorkerSettings;
import io.resque.worker.fork.ChildLauncher;

/**
 * Auto-configuration of a worker process as its surroundings see it: its pid file, its
 * supervisor, and the classic start-up of Ruby's Resque.
 */
@AutoConfiguration(after = ResqueWorkerAutoConfiguration.class)
@ConditionalOnBean(WorkerContainer.class)
@ConditionalOnProperty(name = ChildLauncher.SOCKET_PROPERTY, havingValue = "none", matchIfMissing = true)
@EnableConfigurationProperties(ProcessSettings.class)
public final class ResqueProcessAutoConfiguration {

	@Bean
	static LazyInitializationExcludeFilter resqueProcessIsNeverLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(ClassicStartReport.class, OwnPidFile.class,
				SupervisedWorker.class, WorkerSignals.class, StatusFile.class);
	}

	@Bean
	ClassicStartReport resqueClassicStartReport(ConfigurableApplicationContext context, ResqueEvents events) {
		return new ClassicStartReport(context, events);
	}

	@Bean
	OwnPidFile resquePidFile(ProcessSettings settings, ConfigurableEnvironment environment) {
		return new OwnPidFile(isSupervised(environment) ? null : pidFile(settings.pidFile()));
	}

	@Bean
	SupervisedWorker resqueSupervisedWorker(ConfigurableEnvironment environment, ResqueEvents events) {
		return new SupervisedWorker(SupervisorWatch.of(ClassicEnvironment.variables(environment)), events);
	}

	@Bean(initMethod = "install")
	@ConditionalOnBooleanProperty("resque.process.signals")
	WorkerSignals resqueWorkerSignals(WorkerContainer workers, ResqueEvents events) {
		return new WorkerSignals(workers, events);
	}

	@Bean
	@ConditionalOnBooleanProperty("resque.process.exit-when-empty")
	ExitWhenEmpty resqueExitWhenEmpty(WorkerContainer workers, ConfigurableApplicationContext context,
			ResqueEvents events) {
		return new ExitWhenEmpty(workers, () -> System.exit(SpringApplication.exit(context)), events);
	}

	@Bean
	@ConditionalOnBooleanProperty("resque.process.exit-when-empty")
	ApplicationListener<ApplicationReadyEvent> resqueExitWhenEmptyStarts(ExitWhenEmpty exitWhenEmpty,
			ConfigurableApplicationContext context) {
		return (event) -> {
			if (event.getApplicationContext() == context) {
				exitWhenEmpty.start();
			}
		};
	}

	@Bean
	@ConditionalOnProperty("resque.process.status-file")
	StatusFile resqueStatusFile(ProcessSettings settings, WorkerContainer workers, ConfigurableEnvironment environment,
			ResqueEvents events) {
		String file = settings.statusFile() + (isSupervised(environment) ? "." + ProcessHandle.current().pid() : "");
		try {
			String version = WorkerContainer.class.getPackage().getImplementationVersion();
			return new StatusFile(Path.of(file), workers::status, (version != null) ? version : "development", events);
		}
		catch (IOException | InvalidPathException ex) {
			throw new InvalidConfigurationPropertyValueException("resque.process.status-file", file,
					"The file cannot be written (" + ex
							+ "). Name a file in a directory that exists and that this user may write into");
		}
	}

	@Bean
	SmartInitializingSingleton resqueGracePeriodCheck(ProcessSettings process, WorkerSettings workers,
			ResqueEvents events) {
		return () -> {
			Duration grace = process.gracePeriod();
			Duration needed = workers.stopTakes();
			if (grace != null && grace.compareTo(needed) < 0) {
				events.announce(new WorkerEvent.Doubtful("The platform kills this process " + grace.toSeconds()
						+ " s after it asked it to stop (resque.process.grace-period), but the workers need up to "
						+ needed.toSeconds() + " s: resque.worker.shutdown-timeout, resque.worker.term-timeout and "
						+ WorkerSettings.STOP_MARGIN.toSeconds()
						+ " s to give jobs back. Raise the grace period of the platform, or lower the timeouts"));
			}
		};
	}

	/** The workers are all there is of the application. */
	@Bean
	@ConditionalOnNotWebApplication
	SmartInitializingSingleton resqueStopOrder(WorkerContainer workers, ConfigurableApplicationContext context) {
		return () -> workers.exitWhenOrdered(() -> System.exit(SpringApplication.exit(context)));
	}

	private static boolean isSupervised(ConfigurableEnvironment environment) {
		return SupervisorWatch.of(ClassicEnvironment.variables(environment)) != null;
	}

	/** The file that a property names. */
	static @Nullable Path pidFile(@Nullable String property) {
		try {
			return (property != null && !property.isBlank()) ? Path.of(property.strip()) : null;
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException("'resque.process.pid-file' is no path: " + ex.getMessage(), ex);
		}
	}

}
