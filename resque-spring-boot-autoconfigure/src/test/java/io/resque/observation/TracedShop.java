package io.resque.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.resque.Job;
import io.resque.JobHooks;
import io.resque.ResqueJob;
import io.resque.ResqueOperations;
import io.resque.Retry;
import io.resque.autoconfigure.ResqueAutoConfiguration;
import io.resque.autoconfigure.ResqueObservationAutoConfiguration;
import io.resque.autoconfigure.ResqueRetryAutoConfiguration;
import io.resque.autoconfigure.ResqueSchedulerAutoConfiguration;
import io.resque.autoconfigure.ResqueWorkerAutoConfiguration;

/**
 * A shop whose requests enqueue jobs, with the tracing that Boot configures, and an
 * exporter that keeps the spans.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
		WebMvcAutoConfiguration.class, WebMvcObservationAutoConfiguration.class, ObservationAutoConfiguration.class,
		OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
		MicrometerTracingAutoConfiguration.class, DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
		ResqueWorkerAutoConfiguration.class, ResqueSchedulerAutoConfiguration.class, ResqueRetryAutoConfiguration.class,
		ResqueObservationAutoConfiguration.class })
@Import({ TracedShop.Orders.class, TracedShop.Ship.class, TracedShop.Fragile.class, TracedShop.Refusing.class })
class TracedShop {

	@Bean
	Spans spans() {
		return new Spans();
	}

	@Bean
	SpanProcessor keepingProcessor(Spans spans) {
		return SimpleSpanProcessor.create(spans);
	}

	/** Keeps spans. */
	static class Spans implements SpanExporter {

		private final List<SpanData> ended = new CopyOnWriteArrayList<>();

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.ended.addAll(spans);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

		List<SpanData> of(SpanKind kind) {
			return this.ended.stream().filter((span) -> span.getKind() == kind).toList();
		}

	}

	@RestController
	static class Orders {

		private final ResqueOperations resque;

		Orders(ResqueOperations resque) {
			this.resque = resque;
		}

		@PostMapping("/ship")
		void ship(@RequestParam int... items) {
			this.resque.enqueueAll(Ship.class, Arrays.stream(items).mapToObj(List::of).toList());
		}

		@PostMapping("/ship-later")
		void shipLater(@RequestParam int item) {
			this.resque.enqueueIn(Duration.ofSeconds(1), Ship.class, item);
		}

		@PostMapping("/fragile")
		void fragile() {
			this.resque.enqueue(Fragile.class);
		}

		@PostMapping("/gift")
		void gift() {
			this.resque.enqueueTo("gifts", "Gift", "to", "me");
		}

	}

	@ResqueJob(queue = "orders")
	static class Ship {

		final Map<Integer, Map<String, String>> logContexts = new ConcurrentHashMap<>();

		private final ResqueOperations resque;

		Ship(ResqueOperations resque) {
			this.resque = resque;
		}

		void perform(int item) {
			this.logContexts.put(item, MDC.getCopyOfContextMap());
			if (item == 99) {
				this.resque.enqueueTo("gifts", "Gift");
			}
		}

	}

	@ResqueJob(queue = "orders", retry = @Retry(limit = 1, delay = "1s"))
	static class Fragile {

		private int runs;

		void perform() {
			if (this.runs++ == 0) {
				throw new IllegalStateException("broken");
			}
		}

	}

	static class Refusing implements JobHooks {

		@Override
		public boolean beforeEnqueue(Job job) {
			return !job.args().contains("me");
		}

	}

}
