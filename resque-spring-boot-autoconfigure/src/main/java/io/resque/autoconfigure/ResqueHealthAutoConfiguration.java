package io.resque.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.resque.actuate.ResqueHealthIndicator;
import io.resque.inspect.VitalSigns;
import io.resque.redis.ResqueRedis;
import io.resque.worker.WorkerContainer;
import io.resque.worker.fork.ChildLauncher;

/**
 * Auto-configuration of the health contributor {@code resque}.
 */
@AutoConfiguration(after = { ResqueAutoConfiguration.class, ResqueWorkerAutoConfiguration.class })
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("resque")
@ConditionalOnBean(ResqueRedis.class)
@ConditionalOnBooleanProperty(name = "resque.inline", havingValue = false, matchIfMissing = true)
@ConditionalOnProperty(name = ChildLauncher.SOCKET_PROPERTY, havingValue = "none", matchIfMissing = true)
public final class ResqueHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "resqueHealthIndicator", "resqueHealthContributor" })
	ResqueHealthIndicator resqueHealthIndicator(ResqueRedis redis, ObjectProvider<WorkerContainer> workers) {
		WorkerContainer container = workers.getIfAvailable();
		return new ResqueHealthIndicator(new VitalSigns(redis),
				(container != null && container.workers() > 0) ? container::holdsLease : null);
	}

}
