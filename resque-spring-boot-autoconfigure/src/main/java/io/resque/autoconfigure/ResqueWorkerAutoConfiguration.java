package io.resque.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import io.resque.JobCodec;
import io.resque.JobPerformer;
import io.resque.JobRegistry;
import io.resque.WorkerHooks;
import io.resque.canary.CanaryRetries;
import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.failure.FailureRecorder;
import io.resque.failure.FailureRetention;
import io.resque.failure.FailureSettings;
import io.resque.failure.Failures;
import io.resque.redis.ControlStore;
import io.resque.redis.FailureStore;
import io.resque.redis.HistoryStore;
import io.resque.redis.InFlightStore;
import io.resque.redis.LeaseStore;
import io.resque.redis.QueueStore;
import io.resque.redis.RecoveryStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.redis.WorkerStore;
import io.resque.worker.JobRunner;
import io.resque.worker.PoolSettings;
import io.resque.worker.WorkerContainer;
import io.resque.worker.WorkerServices;
import io.resque.worker.WorkerSettings;
import io.resque.worker.WorkerStores;
import io.resque.worker.fork.ChildSettings;
import io.resque.worker.lease.Identity;

/**
 * Auto-configuration of the workers: they run where there is a job to perform, unless
 * {@code resque.worker.enabled} says no or jobs are performed inline.
 */
@AutoConfiguration(after = ResqueAutoConfiguration.class)
@ConditionalOnBean(ResqueRedis.class)
@ConditionalOnBooleanProperty(name = "resque.worker.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "resque.inline", havingValue = false, matchIfMissing = true)
@EnableConfigurationProperties({ WorkerSettings.class, PoolSettings.class, ChildSettings.class })
public final class ResqueWorkerAutoConfiguration {

	private final Environment environment;

	ResqueWorkerAutoConfiguration(Environment environment) {
		this.environment = environment;
	}

	@Bean
	static LazyInitializationExcludeFilter resqueWorkersAreNeverLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(WorkerContainer.class, RedisCheck.class, FailureLoop.class,
				HistoryLoop.class);
	}

	@Bean
	WorkerHookCalls resqueWorkerHookCalls(ObjectProvider<WorkerHooks> hooks, ResqueEvents events) {
		return new WorkerHookCalls(new LateHooks<>(hooks), events);
	}

	@Bean
	@ConditionalOnMissingBean
	JobRunner.Factory resqueJobRunners(JobPerformer performer, ResqueEvents events, ChildSettings children,
			WorkerSettings settings, ListableBeanFactory beans) {
		return new JobRunners(performer, events, children, settings.termTimeout(), this.environment, beans);
	}

	@Bean
	@ConditionalOnMissingBean
	WorkerStores resqueWorkerStores(ResqueRedis redis) {
		return new WorkerStores(new QueueStore(redis), new InFlightStore(redis), new LeaseStore(redis),
				new RecoveryStore(redis), new WorkerStore(redis), new ServerStore(redis), new ControlStore(redis));
	}

	@Bean
	@ConditionalOnMissingBean
	WorkerServices resqueWorkerServices(JobRegistry registry, JobCodec codec, JobRunner.Factory runners,
			FailureRecorder failures, ResqueEvents events, WorkerSettings settings) {
		return new WorkerServices(registry, codec, runners, failures, events, identity(settings), threads(),
				Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	WorkerContainer resqueWorkerContainer(WorkerSettings settings, PoolSettings pool, WorkerStores stores,
			WorkerServices services) {
		warnAboutShutdown(settings, services.events());
		return new WorkerContainer(settings, pool, stores, services);
	}

	@Bean
	FailureLoop resqueFailureLoop(FailureRetention retention, Failures failures, CanaryRetries canaries,
			ResqueEvents events) {
		return new FailureLoop(retention, failures, canaries, events, Clock.systemUTC());
	}

	@Bean
	HistoryLoop resqueHistoryLoop(ResqueRedis redis, ResqueEvents events) {
		return new HistoryLoop(new HistoryStore(redis), events, Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	FailureRetention resqueFailureRetention(FailureSettings settings, ResqueRedis redis, JobCodec codec,
			ResqueEvents events) {
		return new FailureRetention(new FailureStore(redis), new ServerStore(redis), codec, settings, events);
	}

	private void warnAboutShutdown(WorkerSettings settings, ResqueEvents events) {
		Duration phase = Binder.get(this.environment)
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(Duration.ofSeconds(30));
		Duration needed = settings.stopTakes();
		if (needed.compareTo(phase) > 0) {
			events.announce(new WorkerEvent.Doubtful("resque.worker.shutdown-timeout is "
					+ settings.shutdownTimeout().toSeconds() + " s and resque.worker.term-timeout "
					+ settings.termTimeout().toSeconds() + " s, but Spring waits only " + phase.toSeconds()
					+ " s for a phase of its shutdown (spring.lifecycle.timeout-per-shutdown-phase), of which "
					+ WorkerSettings.STOP_MARGIN.toSeconds() + " s are needed to give jobs back"));
		}
	}

	private static Identity identity(WorkerSettings settings) {
		return new Identity(MachineName.of(settings.hostName()), ProcessHandle.current().pid());
	}

	private ThreadFactory threads() {
		ClassLoader loader = Thread.currentThread().getContextClassLoader();
		ThreadFactory threads = Threading.VIRTUAL.isActive(this.environment)
				? new VirtualThreadTaskExecutor().getVirtualThreadFactory() : Thread::new;
		return (task) -> {
			Thread thread = threads.newThread(task);
			thread.setDaemon(true);
			thread.setContextClassLoader(loader);
			return thread;
		};
	}

}
