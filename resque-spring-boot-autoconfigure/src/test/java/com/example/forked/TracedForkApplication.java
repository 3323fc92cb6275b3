package com.example.forked;

import java.util.Map;

import org.slf4j.MDC;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.ResqueJob;
import io.resque.autoconfigure.ResqueAutoConfiguration;
import io.resque.autoconfigure.ResqueChildAutoConfiguration;
import io.resque.autoconfigure.ResqueObservationAutoConfiguration;
import io.resque.autoconfigure.ResqueWorkerAutoConfiguration;

/**
 * An application with tracing whose jobs are performed in child processes, and write into
 * Redis what their log lines would say.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({ PropertyPlaceholderAutoConfiguration.class, ConfigurationPropertiesAutoConfiguration.class,
		LifecycleAutoConfiguration.class, DataRedisAutoConfiguration.class, ObservationAutoConfiguration.class,
		OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
		MicrometerTracingAutoConfiguration.class, ResqueAutoConfiguration.class, ResqueChildAutoConfiguration.class,
		ResqueWorkerAutoConfiguration.class, ResqueObservationAutoConfiguration.class })
public class TracedForkApplication {

	/** Arguments: properties of Spring. */
	public static void main(String[] arguments) {
		SpringApplication.run(TracedForkApplication.class, arguments);
	}

	@Bean
	Log log(StringRedisTemplate redis) {
		return new Log(redis);
	}

	/** Writes its log context down. */
	@ResqueJob(queue = "logs")
	public static class Log {

		private final StringRedisTemplate redis;

		Log(StringRedisTemplate redis) {
			this.redis = redis;
		}

		void perform() {
			Map<String, String> context = MDC.getCopyOfContextMap();
			context.put("pid", Long.toString(ProcessHandle.current().pid()));
			this.redis.opsForHash().putAll("test:log", context);
		}

	}

}
