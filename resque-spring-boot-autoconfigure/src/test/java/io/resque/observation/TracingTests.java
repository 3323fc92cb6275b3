package io.resque.observation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.resque.ResqueOperations;
import io.resque.observation.TracedShop.Ship;
import io.resque.observation.TracedShop.Spans;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Jobs that are enqueued in a real request belong to its trace, wherever they go before
 * they are performed.
 */
@ExtendWith(RedisServerExtension.class)
class TracingTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final RedisServer server;

	private final StringRedisTemplate redis;

	private ServletWebServerApplicationContext application;

	TracingTests(RedisServer server) {
		this.server = server;
		this.redis = server.template();
	}

	@AfterEach
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
	}

	@Test
	void requestProducerAndConsumerAreOneTrace() throws Exception {
		start();
		post("/ship?items=7");
		SpanData perform = awaitOnly(SpanKind.CONSUMER, 1).get(0);
		SpanData enqueue = awaitOnly(SpanKind.PRODUCER, 1).get(0);
		SpanData request = awaitOnly(SpanKind.SERVER, 1).get(0);
		assertThat(List.of(request.getName(), enqueue.getName(), perform.getName())).containsExactly("http post /ship",
				"enqueue Ship", "perform Ship");
		assertThat(enqueue.getTraceId()).isEqualTo(request.getTraceId());
		assertThat(enqueue.getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(perform.getTraceId()).isEqualTo(request.getTraceId());
		assertThat(perform.getParentSpanId()).isEqualTo(enqueue.getSpanId());
		assertThat(List.of(tag(enqueue, "queue"), tag(enqueue, "class"), tag(enqueue, "outcome"), tag(enqueue, "jobs")))
			.containsExactly("orders", "Ship", "enqueued", "1");
		assertThat(List.of(tag(perform, "queue"), tag(perform, "class"), tag(perform, "outcome")))
			.containsExactly("orders", "Ship", "performed");
		assertThat(tag(perform, "worker")).contains(":orders");
		assertThat(this.application.getBean(Ship.class).logContexts.get(7)).containsEntry("resque.queue", "orders")
			.containsEntry("resque.job", "Ship")
			.containsEntry("resque.worker", tag(perform, "worker"))
			.containsEntry("traceId", perform.getTraceId())
			.containsEntry("spanId", perform.getSpanId());
	}

	@Test
	void jobsOfOneCallShareItsSpanAndAJobThatEnqueuesGoesOnWithTheTrace() throws Exception {
		start();
		post("/ship?items=1&items=2&items=99");
		List<SpanData> performed = awaitOnly(SpanKind.CONSUMER, 3);
		List<SpanData> enqueued = awaitOnly(SpanKind.PRODUCER, 2);
		SpanData first = enqueued.stream()
			.filter((span) -> tag(span, "queue").equals("orders"))
			.findFirst()
			.orElseThrow();
		assertThat(tag(first, "jobs")).isEqualTo("3");
		assertThat(performed).allSatisfy((span) -> assertThat(span.getParentSpanId()).isEqualTo(first.getSpanId()));
		SpanData gift = enqueued.stream()
			.filter((span) -> tag(span, "queue").equals("gifts"))
			.findFirst()
			.orElseThrow();
		assertThat(gift.getTraceId()).isEqualTo(first.getTraceId());
		assertThat(performed).extracting(SpanData::getSpanId).contains(gift.getParentSpanId());
		assertThat(this.redis.opsForList().range("resque:queue:gifts", 0, -1)).singleElement()
			.asString()
			.matches("\\{\"class\":\"Gift\",\"args\":\\[],\"trace\":\\{\"traceparent\":\"00-" + gift.getTraceId() + "-"
					+ gift.getSpanId() + "-0[13]\"}}");
	}

	@Test
	void aDelayedJobBelongsToTheTraceOfItsRequest() throws Exception {
		start();
		post("/ship-later?item=7");
		SpanData enqueue = awaitOnly(SpanKind.PRODUCER, 1).get(0);
		assertThat(tag(enqueue, "outcome")).isEqualTo("delayed");
		SpanData perform = awaitOnly(SpanKind.CONSUMER, 1).get(0);
		assertThat(perform.getTraceId()).isEqualTo(awaitOnly(SpanKind.SERVER, 1).get(0).getTraceId());
		assertThat(perform.getParentSpanId()).isEqualTo(enqueue.getSpanId());
	}

	@Test
	void aRetryBelongsToTheTraceOfTheFirstRun() throws Exception {
		start();
		post("/fragile");
		List<SpanData> runs = awaitOnly(SpanKind.CONSUMER, 2);
		SpanData enqueue = awaitOnly(SpanKind.PRODUCER, 1).get(0);
		assertThat(runs).allSatisfy((run) -> {
			assertThat(run.getTraceId()).isEqualTo(enqueue.getTraceId());
			assertThat(run.getParentSpanId()).isEqualTo(enqueue.getSpanId());
		});
		assertThat(runs).extracting((run) -> tag(run, "outcome")).containsExactly("again", "performed");
		assertThat(runs.get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(runs.get(1).getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
	}

	@Test
	void whatAHookRefusesIsAnOutcomeAndNoError() throws Exception {
		start();
		post("/gift");
		SpanData enqueue = awaitOnly(SpanKind.PRODUCER, 1).get(0);
		assertThat(tag(enqueue, "outcome")).isEqualTo("refused");
		assertThat(enqueue.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
		assertThat(this.redis.hasKey("resque:queue:gifts")).isFalse();
	}

	@Test
	void aJobWithoutATraceBeginsOne() {
		start();
		this.redis.opsForList().rightPush("resque:queue:orders", "{\"class\":\"Ship\",\"args\":[1]}");
		this.redis.opsForList()
			.rightPush("resque:queue:orders", "{\"class\":\"Ship\",\"args\":[2],\"trace\":{\"traceparent\":[1]}}");
		this.redis.opsForList().rightPush("resque:queue:orders", "{\"class\":\"Ship\",\"args\":[\"trace\"]}");
		List<SpanData> runs = awaitOnly(SpanKind.CONSUMER, 3);
		assertThat(runs).extracting(SpanData::getTraceId).doesNotHaveDuplicates();
		assertThat(runs).extracting(SpanData::getParentSpanId).containsOnly("0000000000000000");
		assertThat(runs.get(2).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(tag(runs.get(2), "outcome")).isEqualTo("failed");
	}

	@Test
	void withoutTheObservationOfEnqueueingPayloadsAreThoseOfRuby() throws Exception {
		start("management.observations.enable.resque.enqueue=false", "resque.worker.enabled=false");
		post("/ship?items=7");
		post("/ship-later?item=8");
		assertThat(this.redis.opsForList().range("resque:queue:orders", 0, -1))
			.containsExactly("{\"class\":\"Ship\",\"args\":[7]}");
		assertThat(this.redis.keys("resque:timestamps:*"))
			.containsExactly("resque:timestamps:{\"class\":\"Ship\",\"args\":[8],\"queue\":\"orders\"}");
		assertThat(this.application.getBean(Spans.class).of(SpanKind.PRODUCER)).isEmpty();
	}

	@Test
	void inlineJobsAreChildrenOfTheirCall() throws Exception {
		start("resque.inline=true");
		MDC.put("user", "ann");
		this.application.getBean(ResqueOperations.class).enqueue(Ship.class, 7);
		assertThat(MDC.getCopyOfContextMap()).containsOnlyKeys("user");
		MDC.clear();
		SpanData perform = awaitOnly(SpanKind.CONSUMER, 1).get(0);
		assertThat(perform.getParentSpanId()).isEqualTo(awaitOnly(SpanKind.PRODUCER, 1).get(0).getSpanId());
		assertThat(this.application.getBean(Ship.class).logContexts.get(7)).containsEntry("user", "ann")
			.containsEntry("resque.worker", "inline");
	}

	private static String tag(SpanData span, String key) {
		return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(key)));
	}

	private List<SpanData> awaitOnly(SpanKind kind, int count) {
		Spans spans = this.application.getBean(Spans.class);
		return await().atMost(LONG).until(() -> spans.of(kind), (seen) -> seen.size() == count);
	}

	private void post(String path) throws IOException, InterruptedException {
		int port = this.application.getWebServer().getPort();
		HttpResponse<Void> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
				.POST(BodyPublishers.noBody())
				.build(), BodyHandlers.discarding());
		assertThat(response.statusCode()).isEqualTo(200);
	}

	private void start(String... properties) {
		this.application = (ServletWebServerApplicationContext) new SpringApplicationBuilder(TracedShop.class)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn",
					"spring.data.redis.url=" + this.server.url(), "management.tracing.sampling.probability=1",
					"resque.worker.concurrency=1", "resque.worker.poll-interval=20ms")
			.properties(properties)
			.run();
	}

}
