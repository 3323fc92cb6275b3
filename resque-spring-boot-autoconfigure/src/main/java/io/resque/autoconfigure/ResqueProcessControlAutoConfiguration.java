package io.resque.autoconfigure;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConfiguration;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.inspect.ResqueInspector;
import io.resque.process.ExitWhenEmpty;
import io.resque.process.ProcessSettings;
import io.resque.process.StatusFile;
import io.resque.process.WorkerCommands;
import io.resque.redis.ResqueConnections;
import io.resque.redis.ResqueRedis;
import io.resque.worker.WorkerContainer;
import io.resque.worker.WorkerSettings;
import io.resque.worker.fork.ChildLauncher;

/**
 * Auto-configuration of what concerns a process as a whole: when it exits by itself, what
 * it shows of itself, and commands about workers. Child processes have none of it.
 */
@AutoConfiguration(after = ResqueWorkerAutoConfiguration.class, before = LifecycleAutoConfiguration.class)
@ConditionalOnBean(ResqueRedis.class)
@ConditionalOnProperty(name = ChildLauncher.SOCKET_PROPERTY, havingValue = "none", matchIfMissing = true)
@EnableConfigurationProperties(ProcessSettings.class)
public final class ResqueProcessControlAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(WorkerContainer.class)
	static class WorkerProcessConfiguration {

		@Bean
		static LazyInitializationExcludeFilter resqueProcessIsNeverLazy() {
			return LazyInitializationExcludeFilter.forBeanTypes(StatusFile.class);
		}

		@Bean
		@ConditionalOnBooleanProperty("resque.process.exit-when-empty")
		ExitWhenEmpty resqueExitWhenEmpty(WorkerContainer workers, ConfigurableApplicationContext context,
				ResqueEvents events) {
			return new ExitWhenEmpty(workers, () -> System.exit(SpringApplication.exit(context)), events);
		}

		@Bean
		@ConditionalOnBooleanProperty("resque.process.exit-when-empty")
		ApplicationListener<ApplicationReadyEvent> resqueExitWhenEmptyStarts(ExitWhenEmpty exitWhenEmpty,
				ConfigurableApplicationContext context) {
			return (event) -> {
				if (event.getApplicationContext() == context) {
					exitWhenEmpty.start();
				}
			};
		}

		@Bean
		@ConditionalOnProperty("resque.process.status-file")
		StatusFile resqueStatusFile(ProcessSettings settings, WorkerContainer workers, ResqueEvents events) {
			String file = String.valueOf(settings.statusFile());
			try {
				String version = WorkerContainer.class.getPackage().getImplementationVersion();
				return new StatusFile(Path.of(file), workers::status, (version != null) ? version : "development",
						events);
			}
			catch (IOException | InvalidPathException ex) {
				throw new InvalidConfigurationPropertyValueException("resque.process.status-file", file,
						"The file cannot be written (" + ex
								+ "). Name a file in a directory that exists and that this user may write into");
			}
		}

		@Bean
		SmartInitializingSingleton resqueGracePeriodCheck(ProcessSettings process, WorkerSettings workers,
				ResqueEvents events) {
			return () -> {
				Duration grace = process.gracePeriod();
				Duration needed = workers.shutdownTimeout().plus(WorkerContainer.STOP_MARGIN);
				if (grace != null && grace.compareTo(needed) < 0) {
					events.announce(new WorkerEvent.Doubtful("The platform kills this process " + grace.toSeconds()
							+ " s after it asked it to stop (resque.process.grace-period), but the workers need up to "
							+ needed.toSeconds() + " s: resque.worker.shutdown-timeout and "
							+ WorkerContainer.STOP_MARGIN.toSeconds()
							+ " s to give jobs back. Raise the grace period of the platform, or lower the timeout"));
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(CommandLineListener.COMMAND)
	static class CommandConfiguration {

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

}
