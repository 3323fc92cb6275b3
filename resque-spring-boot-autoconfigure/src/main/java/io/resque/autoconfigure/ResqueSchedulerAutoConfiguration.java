package io.resque.autoconfigure;

import java.time.Clock;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

import io.resque.JobCodec;
import io.resque.JobHooks;
import io.resque.JobRegistry;
import io.resque.ResqueOperations;
import io.resque.event.ResqueEvents;
import io.resque.failure.FailureRecorder;
import io.resque.redis.ResqueRedis;
import io.resque.schedule.DeclarationSettings;
import io.resque.schedule.Declarations;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.Scheduler;
import io.resque.schedule.SchedulerServices;
import io.resque.schedule.SchedulerSettings;
import io.resque.worker.WorkerContainer;
import io.resque.worker.WorkerSettings;
import io.resque.worker.lease.Identity;

/**
 * Auto-configuration of schedules, which every process may set and look at, and of the
 * scheduler: processes whose workers have jobs are candidates, unless
 * {@code resque.scheduler.enabled} says otherwise.
 */
@AutoConfiguration(after = ResqueWorkerAutoConfiguration.class)
@ConditionalOnBean(ResqueRedis.class)
@EnableConfigurationProperties({ SchedulerSettings.class, DeclarationSettings.class, WorkerSettings.class })
public final class ResqueSchedulerAutoConfiguration {

	private final Environment environment;

	/** A path without a scheme is one of a file, as for Ruby. */
	private final ResourceLoader resources;

	ResqueSchedulerAutoConfiguration(Environment environment, ResourceLoader resources) {
		this.environment = environment;
		this.resources = ApplicationResourceLoader.get(resources, true);
	}

	@Bean
	static LazyInitializationExcludeFilter resqueSchedulerIsNeverLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(Scheduler.class);
	}

	@Bean
	@ConditionalOnMissingBean
	SchedulerServices resqueSchedulerServices(ResqueRedis redis, JobRegistry registry, JobCodec codec,
			ObjectProvider<JobHooks> hooks, FailureRecorder failures, ResqueEvents events) {
		return new SchedulerServices(redis, registry, codec, new LateHooks<>(hooks), failures, events,
				Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	ResqueSchedules resqueSchedules(SchedulerServices services, SchedulerSettings settings, ResqueOperations resque) {
		return services.schedules(settings, resque);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "resque.scheduler.enabled", matchIfMissing = true)
	@ConditionalOnBooleanProperty(name = "resque.inline", havingValue = false, matchIfMissing = true)
	Scheduler resqueScheduler(SchedulerServices services, SchedulerSettings settings, WorkerSettings workers,
			ObjectProvider<WorkerContainer> container, DeclarationSettings declared) {
		boolean works = container.stream().findAny().isPresent() && !services.registry().all().isEmpty();
		boolean candidate = (settings.enabled() != null) ? settings.enabled() : works;
		Identity process = new Identity(MachineName.of(workers.hostName()), ProcessHandle.current().pid());
		return services.scheduler(settings.orEnvironments(profiles()), process.host() + ":" + process.pid(), candidate,
				declarations(services, declared, settings.file()),
				this.environment.getProperty("spring.application.name", ""));
	}

	private Declarations declarations(SchedulerServices services, DeclarationSettings declared, @Nullable String file) {
		Declarations declarations = new Declarations(services.codec().json())
			.add(services.registry(), this.environment::resolveRequiredPlaceholders)
			.add(declared);
		return StringUtils.hasText(file) ? declarations.add(this.resources.getResource(file.strip())) : declarations;
	}

	private List<String> profiles() {
		String[] active = this.environment.getActiveProfiles();
		return List.of((active.length > 0) ? active : this.environment.getDefaultProfiles());
	}

}
