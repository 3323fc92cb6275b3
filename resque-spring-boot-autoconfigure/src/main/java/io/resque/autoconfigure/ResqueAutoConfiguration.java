package io.resque.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.resque.JobBeanScanner;
import io.resque.JobCodec;
import io.resque.JobHooks;
import io.resque.JobPerformer;
import io.resque.JobRegistry;
import io.resque.Namespaces;
import io.resque.ResqueOperations;
import io.resque.ResqueTemplate;
import io.resque.event.ResqueEvents;
import io.resque.json.ResqueJson;
import io.resque.redis.Keyspace;
import io.resque.redis.QueueStore;
import io.resque.redis.ResqueRedis;

/**
 * Auto-configuration of enqueueing: the connection, the jobs of this application and {@link ResqueTemplate}.
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class)
@ConditionalOnClass(RedisConnectionFactory.class)
@EnableConfigurationProperties(ResqueProperties.class)
public final class ResqueAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ResqueEvents resqueEvents(ApplicationEventPublisher publisher) {
		return new ResqueEvents(publisher);
	}

}
