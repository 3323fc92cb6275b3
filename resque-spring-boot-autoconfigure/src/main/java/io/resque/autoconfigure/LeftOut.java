package io.resque.autoconfigure;

import java.util.Map;

import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.LifecycleProcessor;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * What a process of the application leaves out that serves nobody: a child, which
 * performs jobs for its parent, or a command about workers.
 */
final class LeftOut {

	/**
	 * No web server, no dashboard, no workers, and nothing that one process of an
	 * application does for all. Beans are made when they are needed.
	 */
	static final Map<String, String> PROPERTIES = Map.ofEntries(Map.entry("spring.main.web-application-type", "none"),
			Map.entry("spring.main.lazy-initialization", "true"), Map.entry("spring.main.banner-mode", "off"),
			Map.entry("spring.main.log-startup-info", "false"), Map.entry("spring.main.keep-alive", "false"),
			Map.entry("logging.charset.console", "UTF-8"), Map.entry("spring.flyway.enabled", "false"),
			Map.entry("spring.liquibase.enabled", "false"), Map.entry("spring.sql.init.mode", "never"),
			Map.entry("spring.jpa.hibernate.ddl-auto", "none"), Map.entry("spring.batch.job.enabled", "false"),
			Map.entry("spring.docker.compose.enabled", "false"),
			Map.entry("spring.devtools.livereload.enabled", "false"), Map.entry("spring.jmx.enabled", "false"),
			Map.entry("spring.application.admin.enabled", "false"), Map.entry("logging.file.name", ""),
			Map.entry("logging.file.path", ""), Map.entry("resque.worker.enabled", "false"),
			Map.entry("resque.scheduler.enabled", "false"), Map.entry("resque.dashboard.enabled", "false"));

	private LeftOut() {
	}

	/** {@code @Scheduled} methods belong to a process that serves. */
	static BeanDefinitionRegistryPostProcessor scheduledMethods() {
		return (registry) -> {
			String scheduling = TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME;
			if (registry.containsBeanDefinition(scheduling)) {
				registry.removeBeanDefinition(scheduling);
			}
		};
	}

	/**
	 * What starts with an application serves others: message listeners, schedulers, the
	 * registration of a service.
	 */
	static LifecycleProcessor lifecycleBeans() {
		return new StartsNothing();
	}

	private static final class StartsNothing implements LifecycleProcessor {

		@Override
		public void onRefresh() {
		}

		@Override
		public void onClose() {
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

}
