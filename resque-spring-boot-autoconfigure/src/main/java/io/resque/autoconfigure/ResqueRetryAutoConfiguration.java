package io.resque.autoconfigure;

import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.ResqueOperations;
import io.resque.canary.CanaryHooks;
import io.resque.redis.CanaryStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.RetryStore;
import io.resque.retry.RetryHooks;
import io.resque.retry.RetryRules;
import io.resque.retry.RetrySettings;
import io.resque.retry.WaitingRetries;

/**
 * Auto-configuration of retries; jobs that are performed inline are not tried again.
 */
@AutoConfiguration(after = ResqueAutoConfiguration.class)
@ConditionalOnBean(ResqueRedis.class)
@ConditionalOnBooleanProperty(name = "resque.inline", havingValue = false, matchIfMissing = true)
@EnableConfigurationProperties(RetrySettings.class)
public final class ResqueRetryAutoConfiguration {

	/** What is wrong with a declaration is to be known at the start. */
	@Bean
	static LazyInitializationExcludeFilter resqueRetriesAreNeverLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(RetryHooks.class);
	}

	@Bean
	CanaryHooks resqueCanaryHooks(ResqueRedis redis, JobCodec codec) {
		return new CanaryHooks(new CanaryStore(redis), codec.json());
	}

	@Bean
	@ConditionalOnMissingBean
	WaitingRetries resqueWaitingRetries(ResqueRedis redis, JobCodec codec, ObjectProvider<ResqueOperations> resque) {
		return new WaitingRetries(() -> resque.getObject().delayed(), new RetryStore(redis), codec);
	}

	@Bean
	RetryHooks resqueRetryHooks(ResqueRedis redis, JobRegistry registry, JobCodec codec, RetrySettings settings,
			ConfigurableBeanFactory beans) {
		EmbeddedValueResolver resolver = new EmbeddedValueResolver(beans);
		RetryRules rules = new RetryRules(registry, settings,
				(text) -> Objects.requireNonNullElse(resolver.resolveStringValue(text), ""));
		return new RetryHooks(rules, registry, new RetryStore(redis), codec, settings);
	}

}
