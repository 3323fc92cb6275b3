package io.resque.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.event.EventListener;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import io.resque.ResqueJob;
import io.resque.ResqueOperations;
import io.resque.Sensitive;
import io.resque.actuate.ResqueEndpoint;
import io.resque.event.FailureEvent;
import io.resque.event.ResqueEvent;
import io.resque.failure.Failures;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is hidden appears nowhere: no page, no JSON, no log, no event, no exception. It
 * all begins with {@value #SECRET}.
 */
@ExtendWith({ RedisServerExtension.class, OutputCaptureExtension.class })
class HiddenSecretsTests {

	private static final String SECRET = "s3cr3t";

	private static final String ADA = "Basic " + HttpHeaders.encodeBasicAuth("ada", "pass", null);

	private static final Object[] PAYMENT = { 4711, SECRET + "-position",
			Map.of("owner", "Ada", "number", SECRET + "-member"), Map.of("what", SECRET + "-type"),
			Map.of("old_IBAN", SECRET + "-word", "password", SECRET + "-built-in", "raw",
					"{\"api_key\":\"" + SECRET + "-json\",\"iban\":\"" + SECRET + "-json-word\"}") };

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	private final WebApplicationContextRunner runner;

	private final StringRedisTemplate redis;

	HiddenSecretsTests(RedisServer server) {
		this.redis = server.template();
		this.runner = new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DispatcherServletAutoConfiguration.class,
					WebMvcAutoConfiguration.class, DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class, ResqueSchedulerAutoConfiguration.class,
					ResqueEndpointAutoConfiguration.class, ResqueDashboardAutoConfiguration.class))
			.withBean(HiddenPayment.class)
			.withBean(HiddenPin.class)
			.withBean(HiddenForm.class)
			.withBean(Told.class)
			.withPropertyValues("spring.data.redis.url=" + server.url(), "resque.dashboard.username=ada",
					"resque.dashboard.password=pass", "resque.dashboard.mask=iban", "resque.failure.backends=redis,log",
					"management.endpoints.web.exposure.include=resque");
	}

	@AfterEach
	void resetLevel() {
		this.logging.setLogLevel("io.resque", LogLevel.INFO);
	}

	@Test
	void whatIsHiddenAppearsNowhere(CapturedOutput output) {
		this.runner.run((context) -> {
			this.logging.setLogLevel("io.resque", LogLevel.TRACE);
			perform(context.getBean(ResqueOperations.class));
			assertThat(this.redis.opsForList().range("resque:failed", 0, -1)).asString()
				.contains("-position", "-member", "-type", "-word", "-built-in", "-json", "-pin", "-form");
			for (String page : new String[] { "overview", "queues", "queue?name=waiting", "working", "workers",
					"worker?id=vm:1:waiting", "failed", "failed/groups", "failed/canaries", "delayed",
					"delayed/at?at=4102444800", "stats", "schedule" }) {
				String body = body(context, page);
				assertThat(body).as(page).doesNotContain(SECRET);
				if (page.matches("queue.name.*|working|worker.id.*|failed|delayed.*")) {
					assertThat(body).as(page).contains("•••", "HiddenPayment");
				}
			}
			for (String found : new String[] { "-position", "-member", "-type", "-word", "-built-in", "-json" }) {
				assertThat(body(context, "failed?text=" + SECRET + found)).as(found)
					.contains("Nothing found")
					.doesNotContain("HiddenPayment");
			}
			ResqueEndpoint endpoint = context.getBean(ResqueEndpoint.class);
			for (String part : new String[] { "queues", "workers", "working", "failed", "pauses", "schedules" }) {
				assertThat(String.valueOf(endpoint.part(part, null, null, null, null, null, null, null))).as(part)
					.doesNotContain(SECRET);
			}
			assertThat(context.getBean(Failures.class).newest(0, 10)).asString().doesNotContain(SECRET);
			assertThat(context.getBean(Told.class).all).asString().doesNotContain(SECRET);
			assertThat(context.getBean(Told.class).all).hasAtLeastOneElementOfType(FailureEvent.Logged.class);
		});
		assertThat(output).contains("HiddenPayment", "failure of queue hidden", "which is sensitive", "•••")
			.doesNotContain(SECRET);
	}

	private void perform(ResqueOperations resque) {
		this.redis.opsForSet().add("resque:workers", "vm:1:waiting");
		resque.enqueueTo("waiting", "HiddenPayment", PAYMENT);
		String payload = this.redis.opsForList().index("resque:queue:waiting", 0);
		this.redis.opsForValue()
			.set("resque:worker:vm:1:waiting",
					"{\"queue\":\"waiting\",\"run_at\":\"2026-11-20T10:00:00Z\",\"payload\":" + payload + "}");
		resque.enqueueAt(Instant.ofEpochSecond(4102444800L), HiddenPayment.class, PAYMENT);
		resque.enqueue("HiddenPayment", PAYMENT);
		resque.enqueue("HiddenPin", SECRET + "-pin");
		resque.enqueue("HiddenForm", Map.of("token", SECRET + "-form"));
		await().atMost(Duration.ofSeconds(20))
			.until(() -> Long.valueOf(3).equals(this.redis.opsForList().size("resque:failed")));
	}

	private static String body(AssertableWebApplicationContext context, String page) throws Exception {
		MockMvcTester pages = MockMvcTester.create(MockMvcBuilders.webAppContextSetup(context)
			.addFilters(context.getBean("resqueDashboardAccess", FilterRegistrationBean.class).getFilter())
			.build());
		return pages.get()
			.uri("/resque/" + page)
			.header("Authorization", ADA)
			.exchange()
			.getResponse()
			.getContentAsString();
	}

	@ResqueJob(queue = "hidden")
	static class HiddenPayment {

		void perform(int order, @Sensitive String iban, Card card, Vault vault, Map<String, Object> more) {
			throw new IllegalStateException("no money for order " + order);
		}

	}

	@ResqueJob(queue = "hidden")
	static class HiddenPin {

		void perform(@Sensitive int pin) {
		}

	}

	@ResqueJob(queue = "hidden")
	static class HiddenForm {

		void perform(Form form) {
		}

	}

	record Card(String owner, @Sensitive String number) {
	}

	@Sensitive
	record Vault(String what) {
	}

	record Form(int token) {
	}

	static class Told {

		private final List<ResqueEvent> all = new CopyOnWriteArrayList<>();

		@EventListener
		void told(ResqueEvent event) {
			this.all.add(event);
		}

	}

}
