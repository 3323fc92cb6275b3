package io.resque.autoconfigure;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

import io.resque.JobCodec;
import io.resque.observation.EnqueueObservation;
import io.resque.observation.EnqueueObservationConvention;
import io.resque.observation.PerformObservation;
import io.resque.observation.PerformObservationConvention;

/**
 * Auto-configuration of the observations of enqueueing and performing, where the
 * application has a registry for them; in child processes, too.
 */
@AutoConfiguration(after = ResqueAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ObservationRegistry.class, JobCodec.class })
public final class ResqueObservationAutoConfiguration {

	/** Looked up late: handlers of observations may themselves enqueue. */
	@Bean
	@ConditionalOnMissingBean
	EnqueueObservation resqueEnqueueObservation(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<EnqueueObservationConvention> convention) {
		return new EnqueueObservation(SingletonSupplier.of(registry::getObject),
				SingletonSupplier.ofNullable(convention::getIfAvailable));
	}

	@Bean
	@ConditionalOnMissingBean
	PerformObservation resquePerformObservation(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<PerformObservationConvention> convention, JobCodec codec) {
		return new PerformObservation(SingletonSupplier.of(registry::getObject),
				SingletonSupplier.ofNullable(convention::getIfAvailable), codec);
	}

}
