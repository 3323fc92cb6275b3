package io.resque.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import io.resque.ResqueJob;
import io.resque.schedule.ResqueSchedules;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A schedule that somebody makes on the page, with a real Redis and a real scheduler.
 */
@ExtendWith({ RedisServerExtension.class, OutputCaptureExtension.class })
class NewScheduleTests {

	private static final String ADA = "Basic " + HttpHeaders.encodeBasicAuth("ada", "pass", null);

	private static final String TOKEN = "A".repeat(43);

	private static final String ALERT = "<p class=\"notice notice-warning\" role=\"alert\"><span>";

	private final WebApplicationContextRunner runner;

	private final StringRedisTemplate redis;

	NewScheduleTests(RedisServer server) {
		this.redis = server.template();
		this.runner = new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DispatcherServletAutoConfiguration.class,
					WebMvcAutoConfiguration.class, DataRedisAutoConfiguration.class, ResqueAutoConfiguration.class,
					ResqueWorkerAutoConfiguration.class, ResqueSchedulerAutoConfiguration.class,
					ResqueDashboardAutoConfiguration.class))
			.withBean(Archive.class)
			.withPropertyValues("spring.data.redis.url=" + server.url(), "resque.dashboard.username=ada",
					"resque.dashboard.password=pass");
	}

	@Test
	void theSchedulerFollowsWhatThePageMakes(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(get(context, "schedule").getContentAsString()).contains("href=\"/resque/schedule/new\"",
					"There are no schedules");
			await().until(() -> this.redis.hasKey("resque:spring:scheduler"));
			long before = System.nanoTime();
			assertThat(post(context,
					"name= night %26 day &cron=0 2 * * *&every=&job=Archive&to=&args=[1,{\"a\":2}]"
							+ "&description=Old ones"))
				.satisfies((answer) -> assertThat(answer.getStatus()).isEqualTo(303))
				.satisfies((answer) -> assertThat(answer.getHeader("Location")).startsWith("/resque/schedule/of?")
					.contains("name=night%20%26%20day", "note=schedule_set"));
			assertThat(this.redis.opsForHash().entries("resque:persistent_schedules"))
				.isEqualTo(Map.of("night & day", "{\"cron\":\"0 2 * * *\",\"class\":\"Archive\","
						+ "\"args\":[1,{\"a\":2}],\"description\":\"Old ones\",\"queue\":\"archives\"}"));
			ResqueSchedules schedules = context.getBean(ResqueSchedules.class);
			await().pollInterval(Duration.ofMillis(20)).until(() -> schedules.next("night & day").isPresent());
			assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isLessThan(3000);
			assertThat(get(context, "schedule/of?name=night%20%26%20day").getContentAsString()).contains(
					"every day at 02:00", "Next occurrences", "Old ones",
					"/resque/schedule/edit?name=night%20%26%20day");
		});
		assertThat(output)
			.contains("Operator \"ada\", schedule/new (job=\"Archive\", name=\" night & day \", to=\"\"): "
					+ "done, schedule_set, 1 changed");
	}

	@Test
	void whatCannotBeUsedIsSaidWhereItWasTyped(CapturedOutput output) {
		this.runner.run((context) -> {
			assertWrong(context, "This name cannot be used:", "name", "name=&cron=&job=A&to=q", "it is empty");
			assertWrong(context, "This name cannot be used:", "name",
					"name=" + "n".repeat(256) + "&cron=&job=A&to=q&description=kept", "longer than 255");
			assertWrong(context, "This name cannot be used:", "name", "name=a\tb&cron=&job=A&to=q", "\\u0009");
			assertWrong(context, "This cron expression cannot be used:", "cron", "name=n&cron=61 * * * *&job=A&to=q",
					"61 at column 1 is no minute");
			assertWrong(context, "This cron expression cannot be used:", "cron",
					"name=n&cron=0 2 * * * Mars/Base&job=A&to=q", "Mars/Base");
			assertWrong(context, "This duration cannot be used:", "every", "name=n&cron=&every=soon&job=A&to=q",
					"soon");
			assertWrong(context, "This job cannot be used:", "job", "name=n&cron=&job=&to=q", "it is empty");
			assertWrong(context, "This queue cannot be used:", "to", "name=n&cron=&job=A&to=a,b", "a comma");
			assertWrong(context, "This queue cannot be used:", "to", "name=n&cron=&job=A",
					"no job with one is registered here");
			assertWrong(context, "These arguments cannot be used:", "args", "name=n&cron=&job=A&to=q&args=[<x9>,",
					"no JSON");
		});
		assertThat(output).contains("schedule/new").doesNotContain("done, status", "<x9>");
		assertThat(this.redis.hasKey("resque:persistent_schedules")).isFalse();
	}

	private void assertWrong(AssertableWebApplicationContext context, String sentence, String field, String form,
			String problem) throws Exception {
		MockHttpServletResponse answer = post(context, form);
		assertThat(answer.getStatus()).as(form).isEqualTo(400);
		String page = answer.getContentAsString();
		assertThat(page).as(form).containsOnlyOnce(ALERT).contains(problem).doesNotContain("<x9>");
		int input = page.indexOf("<input name=\"" + field + "\"");
		assertThat(input).isPositive();
		assertThat(page.substring(input)).as(form)
			.matches("(?s)<input [^>]+></label>\\s*" + ALERT + sentence + "</span> <code>.*");
		for (String typed : form.split("&")) {
			String[] parts = typed.split("=", 2);
			assertThat(page).as(form)
				.containsPattern("<input name=\"" + parts[0] + "\"[^>]* value=\""
						+ parts[1].replace("<", "&lt;").replace(">", "&gt;").replaceAll("[*\\[|]", "\\\\$0") + "\"");
		}
	}

	@Test
	void aNameThatIsTakenLeadsToItsSchedule() {
		this.redis.opsForHash().put("resque:persistent_schedules", "here", "{\"every\":\"1h\",\"queue\":\"q\"}");
		this.redis.opsForHash().put("resque:persistent_schedules", "rubys", "{\"cron\":\"never\"}");
		this.redis.opsForHash().put("resque:spring:schedules:declared", "soon <again>", "shop");
		this.runner.run((context) -> {
			String page = post(context, "name=here&cron=0 2 * * *&job=A&to=q").getContentAsString();
			assertThat(page).contains(ALERT + "There is a schedule of this name already", "value=\"0 2 * * *\"",
					"<a href=\"/resque/schedule/edit?name=here\">Edit</a>");
			assertThat(post(context, "name=rubys&cron=0 2 * * *&job=A&to=q").getContentAsString())
				.contains(ALERT + "There is a schedule of this name already, which cannot be used or shown here")
				.doesNotContain(">Edit</a>");
			assertThat(post(context, "name=soon <again>&cron=&job=A&to=q").getContentAsString())
				.contains(ALERT + "An application declares a schedule of this name", "value=\"soon &lt;again&gt;\"");
		});
		assertThat(this.redis.opsForHash().entries("resque:persistent_schedules"))
			.isEqualTo(Map.of("here", "{\"every\":\"1h\",\"queue\":\"q\"}", "rubys", "{\"cron\":\"never\"}"));
	}

	@Test
	void anEditThatCannotBeUsedKeepsWhatWasTypedAndIsNotToldAsDone(CapturedOutput output) {
		this.redis.opsForHash()
			.put("resque:persistent_schedules", "here", "{\"every\":\"1h\",\"class\":\"A\",\"queue\":\"q\"}");
		this.runner.run((context) -> {
			MockHttpServletResponse answer = send(context, "schedule/set",
					"name=here&cron=&every=never ever&job=A&to=other&description=");
			assertThat(answer.getStatus()).isEqualTo(400);
			assertThat(answer.getContentAsString()).contains(ALERT + "This duration cannot be used:",
					"value=\"never ever\"", "value=\"other\"");
		});
		assertThat(output).contains("schedule/set").doesNotContain("done, status");
	}

	@Test
	void whoMayNotChangeIsOfferedNothing() {
		this.runner.withPropertyValues("resque.dashboard.read-only=true").run((context) -> {
			assertThat(get(context, "schedule").getContentAsString()).contains("There are no schedules")
				.doesNotContain("/schedule/new");
			assertThat(get(context, "schedule/new").getStatus()).isEqualTo(403);
			assertThat(post(context, "name=n&cron=&job=A&to=q").getStatus()).isEqualTo(403);
		});
		assertThat(this.redis.hasKey("resque:persistent_schedules")).isFalse();
	}

	private static MockHttpServletResponse get(AssertableWebApplicationContext context, String page) {
		return answer(pages(context).get().uri(URI.create("/resque/" + page)));
	}

	private static MockHttpServletResponse post(AssertableWebApplicationContext context, String form) {
		return send(context, "schedule/new", form);
	}

	private static MockHttpServletResponse send(AssertableWebApplicationContext context, String action, String form) {
		MockMvcRequestBuilder request = pages(context).post()
			.uri("/resque/" + action)
			.cookie(new Cookie("resque_form", TOKEN))
			.param("_resque", TOKEN);
		for (String field : form.split("&")) {
			String[] parts = field.split("=", 2);
			request.param(parts[0], parts[1].replace("%26", "&"));
		}
		return answer(request);
	}

	private static MockHttpServletResponse answer(MockMvcRequestBuilder request) {
		return request.header("Authorization", ADA).exchange().getResponse();
	}

	private static MockMvcTester pages(AssertableWebApplicationContext context) {
		return MockMvcTester.create(MockMvcBuilders.webAppContextSetup(context)
			.addFilters(context.getBean("resqueDashboardAccess", FilterRegistrationBean.class).getFilter())
			.build());
	}

	@ResqueJob(queue = "archives")
	static class Archive {

		void perform(int year, Map<String, Object> how) {
		}

	}

}
