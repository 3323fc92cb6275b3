package io.resque.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.env.Environment;

import io.resque.JobCodec;
import io.resque.JobPerformer;
import io.resque.JobRegistry;
import io.resque.WorkerHooks;
import io.resque.event.ResqueEvents;
import io.resque.redis.ResqueRedis;
import io.resque.worker.fork.ChildLauncher;
import io.resque.worker.fork.ChildLoop;
import io.resque.worker.fork.ChildSettings;
import io.resque.worker.fork.ForkPerformer;

/**
 * Auto-configuration of child processes: they perform the jobs that their parent hands
 * over, and do nothing else that the application does.
 */
@AutoConfiguration(after = ResqueAutoConfiguration.class, before = LifecycleAutoConfiguration.class)
@ConditionalOnProperty(ChildLauncher.SOCKET_PROPERTY)
@ConditionalOnBean(ResqueRedis.class)
@EnableConfigurationProperties(ChildSettings.class)
public final class ResqueChildAutoConfiguration {

	@Bean
	static LazyInitializationExcludeFilter resqueChildIsNeverLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(ChildApplication.class);
	}

	@Bean
	static BeanDefinitionRegistryPostProcessor resqueChildLeavesScheduledMethodsOut() {
		return LeftOut.scheduledMethods();
	}

	@Bean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME)
	@ConditionalOnBooleanProperty(name = "resque.child.start-lifecycle-beans", havingValue = false,
			matchIfMissing = true)
	LifecycleProcessor resqueChildStartsNothing() {
		return LeftOut.lifecycleBeans();
	}

	@Bean
	ChildLoop resqueChildLoop(Environment environment, JobPerformer performer, ObjectProvider<WorkerHooks> hooks,
			JobCodec codec) {
		return new ChildLoop(ChildEnvironment.link(environment.getRequiredProperty(ChildLauncher.SOCKET_PROPERTY)),
				new ForkPerformer(performer, new LateHooks<>(hooks)), codec);
	}

	@Bean
	WorkerHookCalls resqueWorkerHookCalls(ObjectProvider<WorkerHooks> hooks, ResqueEvents events) {
		return new WorkerHookCalls(new LateHooks<>(hooks), events);
	}

	@Bean
	ChildApplication resqueChildApplication(ChildLoop loop, JobRegistry registry, WorkerHookCalls workerHooks,
			ResqueEvents events, ChildSettings settings, ConfigurableApplicationContext context) {
		return new ChildApplication(loop, registry, workerHooks, events, settings, context);
	}

}
