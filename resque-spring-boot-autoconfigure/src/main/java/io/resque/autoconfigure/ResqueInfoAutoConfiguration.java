package io.resque.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

import io.resque.actuate.ResqueInfoContributor;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.worker.WorkerContainer;
import io.resque.worker.fork.ChildLauncher;

/**
 * Auto-configuration of the info contributor {@code resque}.
 */
@AutoConfiguration(after = { ResqueAutoConfiguration.class, ResqueWorkerAutoConfiguration.class })
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnEnabledInfoContributor("resque")
@ConditionalOnBean(ResqueRedis.class)
@ConditionalOnProperty(name = ChildLauncher.SOCKET_PROPERTY, havingValue = "none", matchIfMissing = true)
public final class ResqueInfoAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ResqueInfoContributor resqueInfoContributor(ResqueRedis redis, ObjectProvider<WorkerContainer> workers) {
		return new ResqueInfoContributor(new ServerStore(redis).namespace(), workers.getIfAvailable());
	}

}
