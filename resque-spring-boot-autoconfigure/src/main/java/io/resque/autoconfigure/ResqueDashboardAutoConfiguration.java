package io.resque.autoconfigure;

import java.time.Clock;
import java.util.EnumSet;

import jakarta.servlet.DispatcherType;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.spring6.SpringTemplateEngine;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.ResqueOperations;
import io.resque.canary.CanaryRetries;
import io.resque.dashboard.DashboardLocation;
import io.resque.dashboard.access.AccessFilter;
import io.resque.dashboard.page.DashboardRoutes;
import io.resque.dashboard.page.DashboardSources;
import io.resque.dashboard.page.RedisOutage;
import io.resque.dashboard.page.RedisOutages;
import io.resque.dashboard.view.DashboardMessages;
import io.resque.event.ResqueEvents;
import io.resque.failure.Failures;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.redis.RedisCallException;
import io.resque.retry.WaitingRetries;
import io.resque.schedule.ResqueSchedules;

/**
 * Auto-configuration for the dashboard: pages, access, and what notes the raw connection
 * for it.
 */
@AutoConfiguration(after = WebMvcAutoConfiguration.class, afterName = "io.resque.autoconfigure.ResqueAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ DispatcherServlet.class, DispatcherServletPath.class, SpringTemplateEngine.class })
@ConditionalOnBooleanProperty(name = "resque.dashboard.enabled", matchIfMissing = true)
@ConditionalOnBean({ ResqueInspector.class, Failures.class, CanaryRetries.class, ResqueOperations.class,
		WorkerControl.class })
@EnableConfigurationProperties(DashboardProperties.class)
public final class ResqueDashboardAutoConfiguration {

	private final WorkerControl control;

	ResqueDashboardAutoConfiguration(WorkerControl control) {
		this.control = control;
	}

	@Bean
	@ConditionalOnMissingBean
	DashboardLocation resqueDashboardLocation(DashboardProperties properties,
			ObjectProvider<DispatcherServletPath> dispatcherServlet) {
		DispatcherServletPath servlet = dispatcherServlet.getIfAvailable();
		return new DashboardLocation((servlet != null) ? servlet.getPrefix() : "", properties.dashboard().path());
	}

	@Bean
	@ConditionalOnMissingBean
	RedisOutages resqueRedisOutages() {
		return ResqueDashboardAutoConfiguration::outage;
	}

	/** Before routes of the application that take every address. */
	@Bean
	@Order(0)
	@ConditionalOnMissingBean(name = "resqueDashboardRoutes")
	RouterFunction<ServerResponse> resqueDashboardRoutes(DashboardSources sources, DashboardLocation location,
			DashboardProperties properties, RedisOutages outages) {
		return DashboardRoutes.of(sources, location, properties.dashboard(), outages, Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	DashboardSources resqueDashboardSources(ResqueInspector inspector, Failures failures, CanaryRetries canaries,
			ResqueOperations resque, BeanFactory beans, ResqueEvents events) {
		return new DashboardSources(inspector, failures, canaries, resque,
				beans.getBeanProvider(ResqueSchedules.class).getIfAvailable(),
				beans.getBeanProvider(WaitingRetries.class).getIfAvailable(), events, this.control);
	}

	@Bean
	@ConditionalOnMissingBean(name = "resqueDashboardAccess")
	FilterRegistrationBean<AccessFilter> resqueDashboardAccess(DashboardProperties properties,
			DashboardLocation location) {
		FilterRegistrationBean<AccessFilter> registration = new FilterRegistrationBean<>(
				new AccessFilter(properties.dashboard(), new DashboardMessages()));
		registration.addUrlPatterns(location.pathInContext(), location.pathInContext() + "/*");
		registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
		registration.setOrder(Ordered.LOWEST_PRECEDENCE);
		return registration;
	}

	private static @Nullable RedisOutage outage(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof RedisCallException failure) {
				return switch (failure.outcome()) {
					case NOT_SENT -> RedisOutage.UNREACHABLE;
					case UNKNOWN -> RedisOutage.UNKNOWN;
					case REFUSED -> RedisOutage.REFUSED;
				};
			}
		}
		return null;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tomcat.class, ConfigurableTomcatWebServerFactory.class })
	static class TomcatConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "resqueTomcatConnectionCustomizer")
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> resqueTomcatConnectionCustomizer() {
			return new TomcatConnectionCustomizer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Server.class, ConfigurableJettyWebServerFactory.class })
	static class JettyConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "resqueJettyConnectionCustomizer")
		WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> resqueJettyConnectionCustomizer() {
			return new JettyConnectionFactoryCustomizer();
		}

	}

}
