package io.resque.autoconfigure;

import java.util.List;

import io.lettuce.core.RedisClient;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.resque.JobCodec;
import io.resque.Names;
import io.resque.canary.CanaryRetries;
import io.resque.event.ResqueEvents;
import io.resque.failure.FailureRecorder;
import io.resque.failure.FailureSettings;
import io.resque.failure.Failures;
import io.resque.failure.JobFailure;
import io.resque.failure.ReportedFailure;
import io.resque.inspect.RedisResqueInspector;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.redis.CanaryStore;
import io.resque.redis.FailureStore;
import io.resque.redis.Keyspace;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.worker.fork.ChildLauncher;

/**
 * The connection to Redis, and what reads it. An application with several connection
 * factories qualifies the one for Resque with {@code @Qualifier("resque")}, or marks one
 * as primary.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(RedisClient.class)
@EnableConfigurationProperties(FailureSettings.class)
class ResqueRedisConfiguration {

	private static final String QUALIFIER = "resque";

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	ResqueRedis resqueRedis(ListableBeanFactory beans, ResqueProperties properties) {
		Keyspace keys = new Keyspace(Names.namespace(properties.namespace()));
		LettuceConnectionFactory connections = ResqueConnections
			.like(applicationConnections(beans, properties.inline()), properties.commandTimeout());
		connections.afterPropertiesSet();
		connections.start();
		return new ResqueRedis(connections, keys);
	}

	@Bean
	@ConditionalOnMissingBean
	Failures resqueFailures(ResqueRedis redis, JobCodec codec) {
		return new Failures(new FailureStore(redis), new ServerStore(redis), codec);
	}

	@Bean
	@ConditionalOnMissingBean
	CanaryRetries resqueCanaryRetries(ResqueRedis redis, Failures failures, JobCodec codec, ResqueEvents events) {
		return new CanaryRetries(new CanaryStore(redis), failures, new ServerStore(redis), codec, events);
	}

	@Bean
	@ConditionalOnMissingBean
	FailureRecorder resqueFailureRecorder(FailureSettings settings, ListableBeanFactory beans, JobCodec codec,
			ResqueEvents events, Environment environment) {
		FailureBackendBeans backends = new FailureBackendBeans(beans);
		FailureRecorder recorder = backends.recorder(settings, codec, events);
		if (!environment.containsProperty(ChildLauncher.SOCKET_PROPERTY)) {
			backends.tellOfUnused(recorder, events);
		}
		return recorder;
	}

	/**
	 * A failure backend of the application may ask the inspector: it is looked up late.
	 */
	@Bean
	@ConditionalOnMissingBean
	ResqueInspector resqueInspector(ResqueRedis redis, JobCodec codec, ResqueProperties properties,
			Environment environment, ObjectProvider<FailureRecorder> failures) {
		return new RedisResqueInspector(redis, codec.json(), name(properties, environment),
				(worker, queue, payload, time) -> failures.getObject()
					.record(new JobFailure(queue, payload, ReportedFailure.DIRTY_EXIT, "Job still being processed",
							List.of(), worker, time)));
	}

	private static String name(ResqueProperties properties, Environment environment) {
		String profiles = String.join(",", environment.getActiveProfiles());
		return (properties.environment() != null) ? properties.environment()
				: (profiles.isEmpty() ? "default" : profiles);
	}

	@Bean
	@ConditionalOnMissingBean
	WorkerControl resqueWorkerControl(ResqueRedis redis) {
		return new WorkerControl(redis);
	}

	/**
	 * A child finds Redis as its parent has found it, and connects when a job needs it.
	 */
	@Bean
	@ConditionalOnProperty(name = ChildLauncher.SOCKET_PROPERTY, havingValue = "none", matchIfMissing = true)
	RedisCheck resqueRedisCheck(ResqueRedis redis, ResqueProperties properties, ResqueEvents events) {
		return new RedisCheck(new ServerStore(redis), properties, events);
	}

	static LettuceConnectionFactory applicationConnections(ListableBeanFactory beans, boolean inline) {
		RedisConnectionFactory connections = BeanFactoryAnnotationUtils
			.qualifiedBeansOfType(beans, RedisConnectionFactory.class, QUALIFIER)
			.values()
			.stream()
			.findFirst()
			.orElseGet(() -> beans.getBeanProvider(RedisConnectionFactory.class).getIfUnique());
		if (connections instanceof LettuceConnectionFactory lettuce) {
			if (ResqueConnections.isForMasterAndReplicas(lettuce)) {
				throw new UnsuitableRedisClientException(
						"a connection factory for a static master and its replicas, which does not tell the master");
			}
			return lettuce;
		}
		if (inline) {
			return new LettuceConnectionFactory();
		}
		throw new UnsuitableRedisClientException(
				(connections != null) ? "a connection factory of type " + connections.getClass().getName()
						: "no connection factory, or several of which none is primary");
	}

}
