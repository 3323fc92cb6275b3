package io.resque.dashboard;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.resque.dashboard.RawRequest.Response;
import io.resque.event.OperatorEvent;
import io.resque.event.OperatorEvent.Outcome;
import io.resque.redis.RedisCallException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What people change, or try to, is told: who it was, what, how many.
 */
class DashboardAuditTests {

	private static final String TOKEN = "A".repeat(43);

	private static DashboardApplication application;

	@BeforeAll
	static void start() {
		application = DashboardApplication.start();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.data().reset();
		application.forget();
	}

	static Stream<Map.Entry<String, String>> actions() {
		return DashboardAddresses.ACTIONS.entrySet().stream();
	}

	@ParameterizedTest
	@MethodSource("actions")
	void everyActionIsTold(Map.Entry<String, String> action) {
		BusyDay.fill(application.data());
		assertThat(post(action.getKey(), action.getValue(), TOKEN).status()).isEqualTo(303);
		OperatorEvent told = told(application);
		assertThat(told.operator()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
		assertThat(told.action()).isEqualTo(action.getKey().substring(1));
		assertThat(told.outcome()).isIn(Outcome.DONE, Outcome.UNCHANGED);
		assertThat(told.subject()).doesNotContainKeys("_resque", "typed", "text", "args");
		assertThat(application.data().calls).hasSizeLessThanOrEqualTo(1);
	}

	@ParameterizedTest
	@MethodSource("actions")
	void everyRefusedFormIsTold(Map.Entry<String, String> action) {
		assertThat(post(action.getKey(), action.getValue(), "B".repeat(43)).status()).isEqualTo(403);
		OperatorEvent told = told(application);
		assertThat(told.outcome()).isEqualTo(Outcome.REFUSED);
		assertThat(told.detail()).isEqualTo("form");
		assertThat(told.count()).isZero();
	}

	@Test
	void itIsToldHowMany() {
		application.data().fail("Job", "[]", "E", "e", Instant.now());
		application.data().fail("Job", "[]", "E", "e", Instant.now());
		post("/failed/retry-all", "queue=failed&affected=2&args=hunter2&typed=hunter2", TOKEN);
		assertThat(told(application)).isEqualTo(new OperatorEvent(told(application).operator(), "failed/retry-all",
				Map.of("queue", "failed"), Outcome.DONE, "all_retried", 2));
	}

	@Test
	void whatWasGoneChangedNothing() {
		post("/failed/remove", "index=7&id=" + "a".repeat(40), TOKEN);
		assertThat(told(application).outcome()).isEqualTo(Outcome.UNCHANGED);
		assertThat(told(application).detail()).isEqualTo("gone");
		assertThat(told(application).count()).isZero();
	}

	@Test
	void nonsenseIsTold() {
		post("/failed/remove", "index=-1&id=" + "a".repeat(40), TOKEN);
		assertThat(told(application).outcome()).isEqualTo(Outcome.INVALID);
		assertThat(told(application).detail()).isEqualTo("parameter index");
		application.forget();
		post("/queue/remove", "name=" + "q".repeat(3000), TOKEN);
		assertThat(told(application).outcome()).isEqualTo(Outcome.INVALID);
		assertThat(told(application).detail()).isEqualTo("not found");
		assertThat(told(application).subject().get("name")).hasSize(201);
		application.forget();
		post("/nothing/at/all", "", TOKEN);
		assertThat(told(application).action()).isEqualTo("nothing/at/all");
		assertThat(told(application).outcome()).isEqualTo(Outcome.INVALID);
	}

	@Test
	void anOutageIsTold() {
		RedisCallException outage = mock();
		given(outage.outcome()).willReturn(RedisCallException.Outcome.UNKNOWN);
		application.data().outage = outage;
		assertThat(post("/queue/remove", "name=mailer&typed=mailer", TOKEN).status()).isEqualTo(503);
		assertThat(told(application).outcome()).isEqualTo(Outcome.FAILED);
	}

	@Test
	void lookingIsNotTold() {
		RawRequest.get("/resque/failed").send(application.port());
		assertThat(application.told()).isEmpty();
	}

	@Test
	void aReadOnlyDashboardTellsWhoTried() {
		try (DashboardApplication readOnly = DashboardApplication.start("resque.dashboard.read-only=true",
				"resque.dashboard.username=ada", "resque.dashboard.password=secret")) {
			as("ada", RawRequest.post("/resque/failed/clear", "")).send(readOnly.port());
			assertThat(told(readOnly))
				.isEqualTo(new OperatorEvent("ada", "failed/clear", Map.of(), Outcome.REFUSED, "read-only", 0));
		}
	}

	@Test
	void theUserOfSpringSecurityIsTold() {
		try (DashboardApplication secured = DashboardApplication.start(DashboardSecurityTests.Rules.class,
				"test.csrf=off")) {
			as("operator", form("/failed/clear", "queue=failed&affected=0", TOKEN)).send(secured.port());
			assertThat(told(secured)).isEqualTo(new OperatorEvent("operator", "failed/clear", Map.of("queue", "failed"),
					Outcome.DONE, "cleared", 0));
		}
	}

	private static OperatorEvent told(DashboardApplication application) {
		List<?> told = application.told();
		assertThat(told).hasSize(1);
		return (OperatorEvent) told.get(0);
	}

	private static Response post(String action, String fields, String field) {
		return form(action, fields, field).send(application.port());
	}

	private static RawRequest form(String action, String fields, String field) {
		return RawRequest.post("/resque" + action, fields + "&_resque=" + field)
			.header("Cookie", "resque_form=" + TOKEN);
	}

	private static RawRequest as(String user, RawRequest request) {
		return request.header("Authorization",
				"Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8)));
	}

}
