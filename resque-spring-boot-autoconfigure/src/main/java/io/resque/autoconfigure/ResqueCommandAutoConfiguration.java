package io.resque.autoconfigure;

import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConfiguration;

import io.resque.inspect.ResqueInspector;
import io.resque.process.WorkerCommands;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;

/**
 * Auto-configuration of a run of the application that is a command about workers: it does
 * nothing else.
 */
@AutoConfiguration(after = ResqueAutoConfiguration.class, before = LifecycleAutoConfiguration.class)
@ConditionalOnBean(ResqueRedis.class)
@ConditionalOnProperty(CommandLineListener.COMMAND)
public final class ResqueCommandAutoConfiguration {

	@Bean
	static LazyInitializationExcludeFilter resqueCommandIsNeverLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(CommandApplication.class);
	}

	@Bean
	static BeanDefinitionRegistryPostProcessor resqueCommandLeavesScheduledMethodsOut() {
		return LeftOut.scheduledMethods();
	}

	@Bean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME)
	LifecycleProcessor resqueCommandStartsNothing() {
		return LeftOut.lifecycleBeans();
	}

	@Bean
	CommandApplication resqueCommandApplication(ResqueInspector inspector, Environment environment,
			ResqueProperties properties, ConfigurableApplicationContext context) {
		Terminal terminal = Terminal.ofProcess();
		WorkerCommands commands = new WorkerCommands(inspector,
				MachineName.all(environment.getProperty("resque.worker.host-name")), terminal.out());
		RedisConfiguration server = ResqueConnections
			.server(ResqueRedisConfiguration.applicationConnections(context.getBeanFactory(), properties.inline()));
		return new CommandApplication(commands, server, new Terminal(terminal.out(), terminal.err(), (code) -> {
			SpringApplication.exit(context);
			terminal.exit().accept(code);
		}), context);
	}

}
