package io.resque.autoconfigure;

import org.junit.jupiter.api.Test;
import org.thymeleaf.spring6.ISpringTemplateEngine;
import org.thymeleaf.spring6.SpringTemplateEngine;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.MessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.ViewResolver;

import io.resque.ResqueOperations;
import io.resque.canary.CanaryRetries;
import io.resque.dashboard.DashboardLocation;
import io.resque.event.ResqueEvents;
import io.resque.failure.Failures;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class ResqueDashboardAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DispatcherServletAutoConfiguration.class,
				WebMvcAutoConfiguration.class, ResqueDashboardAutoConfiguration.class))
		.withBean(ResqueInspector.class, () -> mock())
		.withBean(Failures.class, () -> mock(Failures.class))
		.withBean(CanaryRetries.class, () -> mock(CanaryRetries.class))
		.withBean(ResqueOperations.class, () -> mock())
		.withBean(WorkerControl.class, () -> mock(WorkerControl.class))
		.withBean(ResqueEvents.class, () -> new ResqueEvents(mock()));

	@Test
	void isThereByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasBean("resqueDashboardRoutes").hasBean("resqueDashboardAccess");
			assertThat(context.getBean(DashboardLocation.class).base(new MockHttpServletRequest()))
				.isEqualTo("/resque");
		});
	}

	@Test
	void leavesTheApplicationsThymeleafAlone() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(ISpringTemplateEngine.class);
			assertThat(context.getBeansOfType(ViewResolver.class).keySet())
				.noneMatch((name) -> name.contains("resque"));
			assertThat(context.getBean(MessageSource.class)).hasToString("Empty MessageSource");
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.runner.withPropertyValues("resque.dashboard.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardLocation.class));
	}

	@Test
	void backsOffWithoutThymeleaf() {
		this.runner.withClassLoader(new FilteredClassLoader(SpringTemplateEngine.class))
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardLocation.class));
	}

	@Test
	void backsOffWithoutMvc() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ResqueDashboardAutoConfiguration.class))
			.withBean(ResqueInspector.class, () -> mock())
			.withBean(Failures.class, () -> mock(Failures.class))
			.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardLocation.class));
	}

	@Test
	void backsOffOutsideTheWeb() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResqueDashboardAutoConfiguration.class))
			.withBean(ResqueInspector.class, () -> mock())
			.withBean(Failures.class, () -> mock(Failures.class))
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardLocation.class));
	}

	@Test
	void backsOffWithNothingToShow() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DispatcherServletAutoConfiguration.class,
					WebMvcAutoConfiguration.class, ResqueDashboardAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardLocation.class));
	}

	@Test
	void backsOffFromABeanOfTheApplication() {
		DashboardLocation own = new DashboardLocation("", "/jobs");
		this.runner.withBean(DashboardLocation.class, () -> own)
			.run((context) -> assertThat(context.getBean(DashboardLocation.class)).isSameAs(own));
	}

	@Test
	void followsThePathOfTheDispatcherServlet() {
		this.runner.withPropertyValues("spring.mvc.servlet.path=/app", "resque.dashboard.path=/jobs/")
			.run((context) -> assertThat(context.getBean(DashboardLocation.class).pathInContext())
				.isEqualTo("/app/jobs"));
	}

	@Test
	void halfCredentialsStopTheStart() {
		this.runner.withPropertyValues("resque.dashboard.username=ada")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("resque.dashboard.password must be set together"));
	}

}
