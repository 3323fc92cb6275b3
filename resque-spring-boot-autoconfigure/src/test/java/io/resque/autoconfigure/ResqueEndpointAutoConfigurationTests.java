package io.resque.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.resque.ResqueOperations;
import io.resque.actuate.ResqueEndpoint;
import io.resque.event.ResqueEvents;
import io.resque.failure.Failures;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.testsupport.RecordedEvents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class ResqueEndpointAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ResqueEndpointAutoConfiguration.class))
		.withBean(ResqueInspector.class, () -> mock())
		.withBean(Failures.class, () -> mock(Failures.class))
		.withBean(WorkerControl.class, () -> mock(WorkerControl.class))
		.withBean(ResqueEvents.class, () -> new RecordedEvents().events())
		.withBean(ResqueOperations.class, () -> mock());

	@Test
	void isThereWhenExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=resque")
			.run((context) -> assertThat(context).hasSingleBean(ResqueEndpoint.class));
	}

	@Test
	void isNotThereWhenNotExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(ResqueEndpoint.class));
	}

	@Test
	void isNotThereWithoutAccess() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=*", "management.endpoint.resque.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(ResqueEndpoint.class));
	}

	@Test
	void backsOffWithoutActuator() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=*")
			.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("resqueEndpoint"));
	}

	@Test
	void backsOffWithNothingToShow() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ResqueEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResqueEndpoint.class));
	}

	@Test
	void backsOffFromABeanOfTheApplication() {
		ResqueEndpoint own = mock(ResqueEndpoint.class);
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=*")
			.withBean(ResqueEndpoint.class, () -> own)
			.run((context) -> assertThat(context.getBean(ResqueEndpoint.class)).isSameAs(own));
	}

}
