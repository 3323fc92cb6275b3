package io.resque.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.resque.ResqueOperations;
import io.resque.actuate.EndpointCalls;
import io.resque.actuate.ResqueEndpoint;
import io.resque.event.ResqueEvents;
import io.resque.failure.Failures;
import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.schedule.ResqueSchedules;

/**
 * Auto-configuration of the actuator endpoint {@code resque}.
 */
@AutoConfiguration(after = { ResqueAutoConfiguration.class, ResqueSchedulerAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(ResqueEndpoint.class)
@ConditionalOnBean(ResqueInspector.class)
public final class ResqueEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ResqueEndpoint resqueEndpoint(ResqueInspector inspector, Failures failures,
			ObjectProvider<ResqueSchedules> schedules, WorkerControl control, ResqueOperations resque,
			ResqueEvents events) {
		return new ResqueEndpoint(inspector, failures, schedules.getIfAvailable(), control, resque.delayed(), events);
	}

	@Bean
	EndpointCalls resqueEndpointCalls(ResqueEvents events) {
		return new EndpointCalls(events, RequestAddress::parts);
	}

}
