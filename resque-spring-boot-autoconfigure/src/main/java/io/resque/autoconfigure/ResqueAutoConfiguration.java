package io.resque.autoconfigure;

import org.slf4j.MDC;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.resque.AroundEnqueue;
import io.resque.AroundRun;
import io.resque.JobCodec;
import io.resque.JobHooks;
import io.resque.JobPerformer;
import io.resque.JobRegistry;
import io.resque.JobScanner;
import io.resque.ResqueOperations;
import io.resque.ResqueTemplate;
import io.resque.SurroundedPerformer;
import io.resque.event.LogContext;
import io.resque.event.ResqueEvents;
import io.resque.hook.AnnotatedHooks;
import io.resque.json.ResqueJson;
import io.resque.json.Secrets;
import io.resque.redis.ResqueRedis;

/**
 * Auto-configuration of enqueueing: the jobs of this application and
 * {@link ResqueTemplate}.
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(RedisConnectionFactory.class)
@EnableConfigurationProperties({ ResqueProperties.class, DashboardProperties.class })
@Import({ ResqueRedisConfiguration.class, WithoutLettuceConfiguration.class })
public final class ResqueAutoConfiguration {

	/** Before anything is put into words. */
	ResqueAutoConfiguration(DashboardProperties properties) {
		Secrets.hideMembers(properties.dashboard().mask());
	}

	@Bean
	@ConditionalOnMissingBean
	ResqueEvents resqueEvents(ApplicationEventPublisher publisher) {
		return new ResqueEvents(publisher);
	}

	@Bean
	@ConditionalOnMissingBean
	JobCodec resqueJobCodec(ResqueProperties properties) {
		return new JobCodec(new ResqueJson(properties.json()));
	}

	@Bean
	@ConditionalOnMissingBean
	JobRegistry resqueJobRegistry(ConfigurableListableBeanFactory beans, JobCodec codec) {
		return new JobRegistry(new JobScanner(beans, codec.json()).scan());
	}

	/** What is wrong with them is to be known at the start. */
	@Bean
	static LazyInitializationExcludeFilter resqueAnnotatedHooksAreNeverLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(AnnotatedHooks.class);
	}

	@Bean
	AnnotatedHooks resqueAnnotatedHooks(JobRegistry registry, JobCodec codec) {
		return new AnnotatedHooks(registry, codec.json());
	}

	@Bean
	@ConditionalOnMissingBean
	JobPerformer resqueJobPerformer(JobRegistry registry, ObjectProvider<JobHooks> hooks,
			ObjectProvider<AroundRun> around) {
		return new SurroundedPerformer(registry, new LateHooks<>(hooks), new LateHooks<>(around));
	}

	@Bean
	@ConditionalOnMissingBean(ResqueOperations.class)
	ResqueTemplate resqueTemplate(ResqueRedis redis, JobRegistry registry, JobCodec codec, ListableBeanFactory beans,
			JobPerformer performer, ResqueProperties properties) {
		return new ResqueTemplate(redis, registry, codec, new LateHooks<>(beans.getBeanProvider(JobHooks.class)),
				properties.inline() ? performer : null, new LateHooks<>(beans.getBeanProvider(AroundEnqueue.class)));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MDC.class)
	static class LogContextConfiguration {

		@Bean
		@ConditionalOnMissingBean
		LogContext resqueLogContext() {
			return new LogContext();
		}

	}

}
