package io.resque.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may only read changes nothing by any route, and is offered no change: by a
 * property, by a role of Spring Security, and below other paths.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("applications")
class DashboardReadOnlyTests {

	private static final String TOKEN = "A".repeat(43);

	private static DashboardApplication application;

	@Parameter(0)
	String kind;

	@Parameter(1)
	Class<?> source;

	@Parameter(2)
	String base;

	static Stream<Arguments> applications() {
		return Stream.of(Arguments.of("property", DashboardApplication.OnTomcat.class, "/resque"),
				Arguments.of("role below other paths", DashboardSecurityTests.Rules.class, "/shop/app/jobs"),
				Arguments.of("property for an operator", DashboardSecurityTests.Rules.class, "/resque"));
	}

	@BeforeParameterizedClassInvocation
	static void start(String kind, Class<?> source, String base) {
		boolean paths = !base.equals("/resque");
		application = DashboardApplication.start(source, "spring.mvc.hiddenmethod.filter.enabled=true", "test.csrf=off",
				"resque.dashboard.read-only=" + kind.startsWith("property"),
				"server.servlet.context-path=" + (paths ? "/shop" : ""),
				"spring.mvc.servlet.path=" + (paths ? "/app" : "/"),
				"resque.dashboard.path=" + (paths ? "/jobs" : "/resque"));
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	static Stream<String> methods() {
		return Stream.of("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "post", "Post");
	}

	static Stream<Map.Entry<String, String>> pages() {
		return DashboardAddresses.PAGES.entrySet().stream();
	}

	static Stream<Map.Entry<String, String>> questions() {
		return DashboardAddresses.QUESTIONS.entrySet().stream();
	}

	static Stream<Map.Entry<String, String>> actions() {
		return DashboardAddresses.ACTIONS.entrySet().stream();
	}

	@BeforeEach
	void fill() {
		application.data().reset();
		BusyDay.fill(application.data());
	}

	@Test
	void allAddressesAreTried() {
		DashboardAddresses.areThoseOf(application, this.base.endsWith("/jobs") ? "/jobs" : "/resque");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void noPageOffersAChange(Map.Entry<String, String> page) {
		Response response = send(RawRequest.get(this.base + DashboardAddresses.target(page)));
		assertThat(response.status()).isEqualTo(200);
		String body = response.body();
		assertThat(body).doesNotContainIgnoringCase("method=\"post\"", "formaction", "name=\"_resque\"");
		DashboardAddresses.ACTIONS.keySet()
			.forEach((action) -> assertThat(body).doesNotContain("\"" + this.base + action + "\""));
		DashboardAddresses.QUESTIONS.keySet()
			.forEach((question) -> assertThat(body).doesNotContain("\"" + this.base + question + "\"",
					"\"" + this.base + question + "?"));
	}

	@ParameterizedTest
	@MethodSource("questions")
	void noPageAsksForAChange(Map.Entry<String, String> question) {
		refused(send(RawRequest.get(this.base + DashboardAddresses.target(question))));
	}

	@ParameterizedTest
	@MethodSource("actions")
	void noFormChangesAnything(Map.Entry<String, String> action) {
		Response response = post(action, "");
		assertThat(response.status()).isEqualTo(403);
		if (this.kind.startsWith("property")) {
			refused(response);
		}
	}

	@ParameterizedTest
	@MethodSource("actions")
	void noOtherMethodChangesAnything(Map.Entry<String, String> action) {
		methods().forEach((method) -> {
			Response response = send(
					RawRequest.method(method, this.base + DashboardAddresses.target(action) + "&_resque=" + TOKEN)
						.header("Cookie", "resque_form=" + TOKEN));
			// Servlets answer these two themselves.
			boolean talk = method.equals("OPTIONS") || method.equals("TRACE");
			assertThat(response.status()).as(method).isGreaterThanOrEqualTo(talk ? 200 : 400);
		});
		changedNothing();
	}

	@ParameterizedTest
	@MethodSource("actions")
	void noOverrideOfTheMethodChangesAnything(Map.Entry<String, String> action) {
		Stream.of("PUT", "DELETE", "PATCH", "GET").forEach((method) -> {
			assertThat(post(action, "&_method=" + method).status()).as(method).isGreaterThanOrEqualTo(400);
			assertThat(send(RawRequest.get(this.base + action.getKey() + "?_method=POST&" + action.getValue())
				.header("X-HTTP-Method-Override", "POST")
				.header("X-Method-Override", "POST")).status()).isGreaterThanOrEqualTo(400);
		});
		changedNothing();
	}

	@ParameterizedTest
	@MethodSource("actions")
	void noPreflightChangesAnything(Map.Entry<String, String> action) {
		send(RawRequest.method("OPTIONS", this.base + DashboardAddresses.target(action) + "&_resque=" + TOKEN)
			.header("Cookie", "resque_form=" + TOKEN)
			.header("Origin", "http://localhost:" + application.port())
			.header("Access-Control-Request-Method", "POST"));
		changedNothing();
	}

	private void refused(Response response) {
		assertThat(response.status()).isEqualTo(403);
		if (this.kind.startsWith("property")) {
			assertThat(response.body()).contains("This dashboard is read-only", "resque.dashboard.read-only=true");
		}
		else {
			assertThat(response.body()).contains("You may look, but not change", "toDashboardChanges");
		}
		assertThat(response.body()).doesNotContainIgnoringCase("method=\"post\"");
		changedNothing();
	}

	private static void changedNothing() {
		assertThat(application.data().calls).isEmpty();
	}

	private Response post(Map.Entry<String, String> action, String more) {
		return send(RawRequest.post(this.base + action.getKey(), action.getValue() + "&_resque=" + TOKEN + more)
			.header("Cookie", "resque_form=" + TOKEN));
	}

	private Response send(RawRequest request) {
		String user = this.kind.startsWith("role") ? "reader" : "operator";
		return request
			.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8)))
			.send(application.port());
	}

}
