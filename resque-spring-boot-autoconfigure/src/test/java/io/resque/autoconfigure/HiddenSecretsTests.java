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

import io.resque.ResqueException;
import io.resque.ResqueJob;
import io.resque.ResqueOperations;
import io.resque.Sensitive;
import io.resque.actuate.ResqueEndpoint;
import io.resque.event.FailureEvent;
import io.resque.event.ResqueEvent;
import io.resque.failure.Failures;
import io.resque.schedule.InvalidScheduleException;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.ScheduleChange;
import io.resque.schedule.ScheduleStatus;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
			.withBean(HiddenCard.class)
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

	@Test
	void whatASchedulesParametersSayByDefaultIsHiddenLikeArguments() {
		this.runner.run((context) -> {
			ResqueSchedules schedules = context.getBean(ResqueSchedules.class);
			setSchedules(schedules);
			for (String page : new String[] { "schedule", "schedule/of?name=", "schedule/edit?name=",
					"schedule/run/ask?name=", "schedule/remove/confirm?name=", "stats/key?key=resque:" }) {
				for (String name : page.endsWith("resque:") ? List.of("persistent_schedules")
						: page.endsWith("=") ? List.of("by position", "by name", "by list") : List.of("")) {
					assertThat(body(context, page + name)).as(page + name)
						.contains(page.endsWith(":") ? "HiddenPin" : "by ")
						.doesNotContain(SECRET);
				}
			}
			assertThat(body(context, "schedule/of?name=by name")).contains("shown", "a number", "•••");
			assertThat(schedules.statuses().stream().map(ScheduleStatus::settings)).hasSize(3)
				.asString()
				.doesNotContain(SECRET);
			assertThat(String.valueOf(
					context.getBean(ResqueEndpoint.class).part("schedules", null, null, null, null, null, null, null)))
				.contains("by position")
				.doesNotContain(SECRET);
			assertThatExceptionOfType(ResqueException.class)
				.isThrownBy(() -> schedules.runNow("by list", Map.of("pin", 1)))
				.withMessageContaining("are no object")
				.withMessageNotContaining(SECRET);
			assertThat(schedules.runNow("by position", Map.of())).isTrue();
			assertThat(this.redis.opsForList().range("resque:queue:elsewhere", 0, -1)).asString()
				.contains(SECRET + "-default");
		});
	}

	@Test
	void whatIsShownInsteadOfASecretIsNeverStored() {
		this.runner.run((context) -> {
			ResqueSchedules schedules = context.getBean(ResqueSchedules.class);
			setSchedules(schedules);
			String before = schedules.get("by name").orElseThrow().settings().toString();
			schedules.change("by name", new ScheduleChange("", "", "elsewhere", "HiddenCard", null, ""));
			assertThat(schedules.get("by name").orElseThrow().settings().toString()).contains(SECRET)
				.startsWith(before.substring(0, before.length() - 1));
			String shown = schedules.status("by name").orElseThrow().args();
			assertThat(shown).contains("•••");
			assertThatExceptionOfType(InvalidScheduleException.class).isThrownBy(
					() -> schedules.change("by name", new ScheduleChange("", "", "elsewhere", "HiddenCard", shown, "")))
				.withMessageContaining("'•••'");
			assertThat(schedules.get("by name").orElseThrow().settings().get("args")).asString().contains(SECRET);
			assertThatExceptionOfType(InvalidScheduleException.class)
				.isThrownBy(
						() -> schedules.change("by name", new ScheduleChange("", "", "elsewhere", "Other", null, "")))
				.withMessageContaining("write them anew");
			schedules.change("by name", new ScheduleChange("", "", "elsewhere", "Other", "[1]", ""));
		});
	}

	private static void setSchedules(ResqueSchedules schedules) {
		schedules.set("by position", Map.of("class", "HiddenPin", "queue", "elsewhere", "parameters",
				Map.of("pin", Map.of("default", SECRET + "-default", "description", SECRET + "-description"))));
		schedules.set("by list", Map.of("class", "HiddenPin", "queue", "elsewhere", "args", List.of(SECRET + "-arg"),
				"parameters", Map.of("pin", SECRET + "-no-object")));
		schedules.set("by name", Map.of("class", "HiddenCard", "queue", "elsewhere", "args",
				Map.of("number", SECRET + "-single"), "parameters",
				Map.of("number", Map.of("default", SECRET + "-member"), "IBAN", Map.of("default", SECRET + "-word"),
						"password", SECRET + "-built-in", "owner",
						Map.of("default", "shown", "description", "a number", "more",
								Map.of("number", SECRET + "-deep", "raw", "{\"token\":\"" + SECRET + "-json\"}"))),
				"api_key", SECRET + "-setting"));
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

	@ResqueJob(queue = "hidden")
	static class HiddenCard {

		void perform(Card card) {
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
