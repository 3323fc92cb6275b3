package io.resque.dashboard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.ResqueOperations;
import io.resque.autoconfigure.ResqueDashboardAutoConfiguration;
import io.resque.canary.CanaryRetries;
import io.resque.event.ResqueEvent;
import io.resque.event.ResqueEvents;
import io.resque.failure.Failures;
import io.resque.inspect.WorkerControl;
import io.resque.retry.WaitingRetries;
import io.resque.schedule.ResqueSchedules;

/**
 * A web application with a dashboard over {@link DashboardData}.
 */
public final class DashboardApplication implements AutoCloseable {

	private final ServletWebServerApplicationContext context;

	private DashboardApplication(ServletWebServerApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts one on Tomcat, on a free port and all addresses, without Spring Security.
	 */
	public static DashboardApplication start(String... properties) {
		return start(OnTomcat.class, properties);
	}

	/** Starts a configuration class. */
	public static DashboardApplication start(Class<?> source, String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "spring.main.banner-mode=off",
				"logging.level.root=warn", "spring.jmx.enabled=false"));
		all.addAll(Arrays.asList(properties));
		return new DashboardApplication((ServletWebServerApplicationContext) new SpringApplicationBuilder(source)
			.web(WebApplicationType.SERVLET)
			.properties(all.toArray(String[]::new))
			.run());
	}

	public DashboardData data() {
		return this.context.getBean(DashboardData.class);
	}

	/** What the addresses of the dashboard lead to. */
	@SuppressWarnings("unchecked")
	RouterFunction<ServerResponse> routes() {
		return this.context.getBean("resqueDashboardRoutes", RouterFunction.class);
	}

	/** What was announced since the last {@link #forget()}. */
	List<ResqueEvent> told() {
		return this.context.getBean(Told.class).all;
	}

	void forget() {
		told().clear();
	}

	public int port() {
		return this.context.getWebServer().getPort();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** On Tomcat, without Spring Security. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, HttpEncodingAutoConfiguration.class,
			ResqueDashboardAutoConfiguration.class })
	public static class OnTomcat extends Data {

	}

	/** On Jetty, without Spring Security. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JettyServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, HttpEncodingAutoConfiguration.class,
			ResqueDashboardAutoConfiguration.class })
	public static class OnJetty extends Data {

	}

	/** On Tomcat, with Spring Security; rules come from another class. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
			SecurityFilterAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class })
	public static class WithSecurity extends OnTomcat {

	}

	/** Events that were announced. */
	static final class Told {

		private final List<ResqueEvent> all = new CopyOnWriteArrayList<>();

	}

	static class Data {

		@Bean
		DashboardData dashboardData() {
			return new DashboardData();
		}

		@Bean
		Told told() {
			return new Told();
		}

		@Bean
		ResqueEvents resqueEvents(Told told) {
			return new ResqueEvents((event) -> told.all.add((ResqueEvent) event));
		}

		@Bean
		Failures failures(DashboardData data) {
			return data.failures();
		}

		@Bean
		CanaryRetries canaries(DashboardData data) {
			return data.canaries();
		}

		@Bean
		ResqueOperations resque(DashboardData data) {
			return data.resque();
		}

		@Bean
		WorkerControl control(DashboardData data) {
			return data.steering.control();
		}

		@Bean
		WaitingRetries retries(DashboardData data) {
			return data.waitingRetries();
		}

		@Bean
		@ConditionalOnBooleanProperty(name = "test.schedules", matchIfMissing = true)
		ResqueSchedules schedules(DashboardData data) {
			return data.schedules();
		}

	}

}
