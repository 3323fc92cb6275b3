package io.resque.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

import io.resque.inspect.VitalSigns;
import io.resque.observation.JobMeters;
import io.resque.observation.ResqueMeters;
import io.resque.redis.ResqueRedis;
import io.resque.worker.fork.ChildLauncher;

/**
 * Auto-configuration of the meters, where the application has a registry for them. A
 * child process has none of its own: its parent counts what it does.
 */
@AutoConfiguration(after = ResqueAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ ResqueRedis.class, MeterRegistry.class })
@ConditionalOnBooleanProperty(name = "resque.inline", havingValue = false, matchIfMissing = true)
@ConditionalOnProperty(name = ChildLauncher.SOCKET_PROPERTY, havingValue = "none", matchIfMissing = true)
public final class ResqueMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ResqueMeters resqueMeters(ResqueRedis redis) {
		return new ResqueMeters(new VitalSigns(redis));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(MeterRegistry.class)
	JobMeters resqueJobMeters(MeterRegistry registry) {
		return new JobMeters(registry);
	}

}
