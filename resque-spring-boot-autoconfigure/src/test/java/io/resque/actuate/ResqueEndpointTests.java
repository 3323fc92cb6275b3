package io.resque.actuate;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.ResqueTemplate;
import io.resque.failure.Failures;
import io.resque.inspect.RedisResqueInspector;
import io.resque.inspect.WorkerControl;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.redis.FailedEntry;
import io.resque.redis.FailureStore;
import io.resque.redis.ResqueRedis;
import io.resque.redis.ServerStore;
import io.resque.redis.Sha1;
import io.resque.schedule.ResqueSchedules;
import io.resque.schedule.SchedulerServices;
import io.resque.schedule.SchedulerSettings;
import io.resque.testsupport.RecordedEvents;
import io.resque.testsupport.RedisServer;
import io.resque.testsupport.RedisServerExtension;
import io.resque.testsupport.TestFailures;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(RedisServerExtension.class)
class ResqueEndpointTests {

	private static final String FAILED_B = "{\"queue\":\"low\",\"payload\":{\"class\":\"B\",\"args\":[\"private\"]}}";

	private final StringRedisTemplate redis;

	private final ResqueSchedules schedules;

	private final ResqueEndpoint endpoint;

	private final WebApplicationContextRunner web = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
				JacksonEndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				ManagementContextAutoConfiguration.class, ServletManagementContextAutoConfiguration.class,
				HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=resque");

	ResqueEndpointTests(RedisServer server) {
		ResqueRedis redis = server.redis("resque");
		ResqueJson json = new ResqueJson(JsonProfile.CLASSIC);
		this.redis = server.template();
		JobRegistry registry = new JobRegistry(List.of());
		ResqueTemplate resque = new ResqueTemplate(redis, registry, new JobCodec(json), List.of(), null);
		this.schedules = new SchedulerServices(redis, registry, new JobCodec(json), List.of(), TestFailures.recorder(),
				new RecordedEvents().events(), Clock.systemUTC())
			.schedules(new SchedulerSettings(null, Duration.ofSeconds(10), "", null, List.of(), null), resque);
		this.endpoint = new ResqueEndpoint(
				new RedisResqueInspector(redis, json, "test",
						(worker, queue, payload, time) -> FailedEntry.ofAll(payload)),
				new Failures(new FailureStore(redis), new ServerStore(redis), new JobCodec(json)), this.schedules,
				new WorkerControl(redis), resque.delayed(), new RecordedEvents().events());
	}

	@Test
	void pausesAndResumesWhenItMay() {
		this.redis.opsForSet().add("resque:queues", "low", "a/b");
		this.web.withPropertyValues("management.endpoint.resque.access=UNRESTRICTED")
			.withBean(ResqueEndpoint.class, () -> this.endpoint)
			.run((context) -> {
				MockMvcTester mvc = MockMvcTester.create(MockMvcBuilders.webAppContextSetup(context).build());
				assertThat(change(mvc, HttpMethod.POST, "{\"queue\":\"a/b\"}", "")).hasStatusOk();
				assertThat(this.redis.opsForValue().get("resque:pause:queue:a/b")).isEqualTo("true");
				assertThat(change(mvc, HttpMethod.POST, "{}", "")).bodyJson()
					.isStrictlyEqualTo("{\"all\":true,\"queues\":[\"a/b\"],\"jobs\":{}}");
				assertThat(mvc.get().uri("/actuator/resque/pauses").exchange()).bodyText().contains("a/b");
				assertThat(change(mvc, HttpMethod.DELETE, "", "?queue=a/b")).hasStatusOk();
				assertThat(change(mvc, HttpMethod.POST, "{\"job\":\"A\"}", "")).hasStatusOk();
				assertThat(change(mvc, HttpMethod.DELETE, "", "")).bodyJson()
					.isStrictlyEqualTo("{\"all\":false,\"queues\":[],\"jobs\":{\"A\":0}}");
				assertThat(change(mvc, HttpMethod.DELETE, "", "?job=A")).bodyText().contains("\"jobs\":{}");
				assertThat(change(mvc, HttpMethod.POST, "{\"queue\":\"a\",\"job\":\"A\"}", "")).hasStatus(400);
				assertThat(change(mvc, HttpMethod.POST, "{\"queue\":\"\"}", "")).hasStatus(400);
				assertThat(
						mvc.post().uri("/actuator/resque/queues").contentType(MediaType.APPLICATION_JSON).content("{}"))
					.hasStatus(400);
			});
		assertThat(this.redis.hasKey("resque:pause-all-workers")).isFalse();
	}

	@Test
	void pausesNothingUnlessItMay() {
		this.web.withBean(ResqueEndpoint.class, () -> this.endpoint).run((context) -> {
			MockMvcTester mvc = MockMvcTester.create(MockMvcBuilders.webAppContextSetup(context).build());
			assertThat(change(mvc, HttpMethod.POST, "{}", "")).hasStatus(405);
			assertThat(mvc.get().uri("/actuator/resque/pauses").exchange()).hasStatusOk();
		});
		assertThat(this.redis.hasKey("resque:pause-all-workers")).isFalse();
	}

	private static MvcTestResult change(MockMvcTester mvc, HttpMethod method, String body, String query) {
		return mvc.method(method)
			.uri("/actuator/resque/pauses" + query)
			.contentType(MediaType.APPLICATION_JSON)
			.content(body)
			.exchange();
	}

	@Test
	void summaryTellsTotalsAndQueues() {
		fill();
		assertThat(this.endpoint.summary().namespace()).isEqualTo("resque");
		assertThat(this.endpoint.summary().info().failed()).isEqualTo(2);
		assertThat(this.endpoint.summary().queues()).containsExactly(Map.entry("low", 1L));
	}

	@Test
	void schedulesTellWhoFollowsThemAndHow() {
		this.schedules.set("nightly", Map.of("cron", "0 2 * * *", "class", "Archive", "queue", "low"));
		this.schedules.set("often", Map.of("every", "30s", "class", "A", "queue", "q", "args", List.of("secret")));
		this.schedules.pause("often");
		this.redis.opsForValue().set("resque:resque:resque_scheduler_master_lock", "localhost:5316");
		assertThat(part("schedules", 1L, 1)).isEqualTo(new ScheduleList("localhost:5316", 2,
				List.of(new ScheduleList.Recurring("often", "every 30s", "q", "A", true, null, null))));
		assertThat(this.schedules.releaseScheduler()).isTrue();
		assertThat(this.schedules.releaseScheduler()).isFalse();
		assertThat(part("schedules", null, null)).hasFieldOrPropertyWithValue("scheduler", null)
			.extracting("schedules")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.first()
			.hasFieldOrPropertyWithValue("rhythm", "0 2 * * *");
	}

	@Test
	void partsTellInDetail() {
		fill();
		assertThat(part("queues", null, null)).isEqualTo(Map.of("low", 1L));
		assertThat(part("workers", null, null)).isInstanceOfSatisfying(ResqueEndpoint.Workers.class,
				(workers) -> assertThat(workers.workers()).extracting(ResqueEndpoint.Worker::id)
					.containsExactly("vm:1:low", "vm:2:low"));
		assertThat(part("working", null, null)).isInstanceOfSatisfying(ResqueEndpoint.Workers.class,
				(workers) -> assertThat(workers.workers()).singleElement()
					.extracting(ResqueEndpoint.Worker::working)
					.hasFieldOrPropertyWithValue("job", "Slow"));
		assertThat(part("failed", 0L, 1)).isEqualTo(new ResqueEndpoint.Failed(
				2, Map.of("failed", 2L), List.of(new ResqueEndpoint.Failure("failed", 1,
						Sha1.hex(FAILED_B.getBytes(StandardCharsets.UTF_8)), "", "low", "B", "", "", "", null)),
				null, null));
		assertThat(part("failed", 1L, 100)).extracting("newest")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(1);
		assertThat(part("workers", 2L, null)).isEqualTo(new ResqueEndpoint.Workers(2, List.of()));
	}

	@Test
	void failedJobsOfAllListsAreTold() {
		fill();
		this.redis.opsForSet().add("resque:failed_queues", "low_failed");
		this.redis.opsForList().rightPush("resque:low_failed", "{\"payload\":{\"class\":\"C\",\"args\":[]}}");
		assertThat(this.endpoint.summary().info().failed()).isEqualTo(3);
		assertThat(part("failed", 1L, 2)).isInstanceOfSatisfying(ResqueEndpoint.Failed.class, (failed) -> {
			assertThat(failed.lists()).isEqualTo(Map.of("failed", 2L, "low_failed", 1L));
			assertThat(failed.total()).isEqualTo(3);
			assertThat(failed.newest()).extracting(ResqueEndpoint.Failure::list)
				.containsExactly("failed", "low_failed");
		});
	}

	@Test
	void failedJobsCanBeSearched() {
		fill();
		this.redis.opsForList()
			.rightPush("resque:failed",
					"{\"payload\":{\"class\":\"C\",\"args\":[\"hidden\"]},\"exception\":\"a.Slow\",\"error\":\"Timed out\"}");
		assertThat(get("/failed?text=timed&exception=Slow")).bodyJson()
			.isLenientlyEqualTo("{\"total\":3,\"searched\":3,\"newest\":[{\"job\":\"C\"}],\"next\":null}");
		assertThat(get("/failed?job=A&list=failed")).bodyJson().extractingPath("$.newest[0].job").isEqualTo("A");
		assertThat(get("/failed?text=hidden")).bodyJson().extractingPath("$.newest").asArray().isEmpty();
		assertThat(get("/failed?list=failed&limit=2")).bodyJson()
			.isLenientlyEqualTo("{\"searched\":2,\"next\":\"1.2.failed\"}");
		assertThat(get("/failed?limit=2&from=1.2.failed")).bodyJson()
			.isLenientlyEqualTo("{\"searched\":3,\"newest\":[{\"job\":\"A\"}]}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "from=x", "from=-1.0.failed", "list=low", "job=A&start=1" })
	void searchesThatCannotBeAreTheCallersFault(String query) {
		assertThat(get("/failed?" + query)).hasStatus(400);
	}

	@Test
	void webShowsSummaryAndParts() {
		fill();
		assertThat(get("")).bodyJson().extractingPath("$.info.pending").isEqualTo(1);
		assertThat(get("/failed?limit=1")).bodyJson().extractingPath("$.newest[0].job").isEqualTo("B");
		assertThat(get("/workers?start=1&limit=1")).bodyJson().extractingPath("$.workers[0].id").isEqualTo("vm:2:low");
		assertThat(get("/unknown")).hasStatus(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "start=-1", "start=x", "start=99999999999999999999", "limit=0", "limit=-1", "limit=101",
			"limit=x", "limit=1e9" })
	void badPagingParametersAreTheCallersFault(String query) {
		assertThat(get("/failed?" + query)).hasStatus(400);
	}

	@Test
	void argumentsOfJobsAreLeftOut() {
		fill();
		for (String part : List.of("", "/queues", "/workers", "/working", "/failed")) {
			assertThat(get(part)).hasStatusOk().bodyText().doesNotContain("private");
		}
	}

	private MvcTestResult get(String path) {
		MvcTestResult[] result = new MvcTestResult[1];
		this.web.withBean(ResqueEndpoint.class, () -> this.endpoint)
			.run((context) -> result[0] = MockMvcTester.create(MockMvcBuilders.webAppContextSetup(context).build())
				.get()
				.uri("/actuator/resque" + path)
				.exchange());
		return result[0];
	}

	private @Nullable Object part(String part, @Nullable Long start, @Nullable Integer limit) {
		return this.endpoint.part(part, start, limit, null, null, null, null, null);
	}

	private void fill() {
		this.redis.opsForSet().add("resque:queues", "low");
		this.redis.opsForList().rightPush("resque:queue:low", "{\"class\":\"A\",\"args\":[\"private\"]}");
		this.redis.opsForSet().add("resque:workers", "vm:1:low", "vm:2:low");
		this.redis.opsForValue()
			.set("resque:worker:vm:2:low",
					"{\"queue\":\"low\",\"run_at\":\"2026-11-20T16:53:28Z\",\"payload\":{\"class\":\"Slow\",\"args\":[\"private\"]}}");
		this.redis.opsForList()
			.rightPushAll("resque:failed", "{\"queue\":\"low\",\"payload\":{\"class\":\"A\",\"args\":[\"private\"]}}",
					FAILED_B);
	}

}
