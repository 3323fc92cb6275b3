package io.resque.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

import io.resque.event.ResqueEvents;
import io.resque.process.ProcessSettings;
import io.resque.process.SupervisorWatch;
import io.resque.process.WorkerSignals;
import io.resque.worker.WorkerContainer;

/**
 * Auto-configuration of a worker process as its surroundings see it: its pid file, its
 * supervisor, and the classic start-up of Ruby's Resque.
 */
@AutoConfiguration(after = ResqueWorkerAutoConfiguration.class)
@ConditionalOnBean(WorkerContainer.class)
@EnableConfigurationProperties(ProcessSettings.class)
public final class ResqueProcessAutoConfiguration {

	@Bean
	static LazyInitializationExcludeFilter resqueProcessIsNeverLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(ClassicStartReport.class, OwnPidFile.class,
				SupervisedWorker.class, WorkerSignals.class);
	}

	@Bean
	ClassicStartReport resqueClassicStartReport(ConfigurableApplicationContext context, ResqueEvents events) {
		return new ClassicStartReport(context, events);
	}

	@Bean
	OwnPidFile resquePidFile(ProcessSettings settings, ConfigurableEnvironment environment) {
		boolean supervised = SupervisorWatch.of(ClassicEnvironment.variables(environment)) != null;
		return new OwnPidFile(supervised ? null : pidFile(settings.pidFile()));
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
