package io.resque.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No form of a stranger changes anything, whatever the action.
 */
class DashboardForgeryTests {

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
	void fill() {
		application.data().reset();
		BusyDay.fill(application.data());
	}

	static Stream<Map.Entry<String, String>> actions() {
		return DashboardAddresses.ACTIONS.entrySet().stream();
	}

	@Test
	void allActionsAreTried() {
		DashboardAddresses.areThoseOf(application, "/resque");
	}

	@ParameterizedTest
	@MethodSource("actions")
	void ourFormChanges(Map.Entry<String, String> action) {
		Response response = post(action, "&_resque=" + TOKEN, cookie(TOKEN));
		assertThat(response.status()).isEqualTo(303);
		assertThat(response.header("Location")).startsWith("/resque/").doesNotContain("_resque", TOKEN);
		assertThat(application.data().calls).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("actions")
	void aFormWithoutTheTokenDoesNot(Map.Entry<String, String> action) {
		refused("neither", post(action, "", (request) -> {
		}));
		refused("cookie only", post(action, "", cookie(TOKEN)));
		refused("field only", post(action, "&_resque=" + TOKEN, (request) -> {
		}));
		refused("empty", post(action, "&_resque=", cookie("")));
		refused("another", post(action, "&_resque=" + "B".repeat(43), cookie(TOKEN)));
		refused("too short to be random", post(action, "&_resque=AAAA", cookie("AAAA")));
		refused("one of two", post(action, "&_resque=x&_resque=" + TOKEN, cookie(TOKEN)));
		refused("other case", post(action, "&_resque=" + "a".repeat(43), cookie(TOKEN)));
		refused("cut", post(action, "&_resque=" + TOKEN.substring(1), cookie(TOKEN)));
	}

	@ParameterizedTest
	@MethodSource("actions")
	void theTokenOfAnotherBrowserDoesNot(Map.Entry<String, String> action) {
		String ours = token();
		String theirs = token();
		assertThat(ours).isNotEqualTo(theirs);
		refused("another browser", post(action, "&_resque=" + theirs, cookie(ours)));
		assertThat(post(action, "&_resque=" + ours, cookie(ours)).status()).isEqualTo(303);
	}

	@ParameterizedTest
	@MethodSource("actions")
	void aFormOfAnotherSiteDoesNot(Map.Entry<String, String> action) {
		foreign().forEach((header, values) -> values.lines().forEach((value) -> {
			Response response = post(action, "&_resque=" + TOKEN,
					cookie(TOKEN).andThen((request) -> request.header(header, value)));
			refused(header + ": " + value, response);
		}));
	}

	@ParameterizedTest
	@MethodSource("actions")
	void aBodyOfAnotherKindDoesNot(Map.Entry<String, String> action) {
		String body = action.getValue() + "&_resque=" + TOKEN;
		Stream.of("text/plain", "application/json", "multipart/form-data; boundary=x", "").forEach((type) -> {
			RawRequest request = RawRequest.method("POST", "/resque" + action.getKey(), body)
				.header("Cookie", "resque_form=" + TOKEN)
				.header("Content-Length", String.valueOf(body.length()));
			Response response = (type.isEmpty() ? request : request.header("Content-Type", type))
				.send(application.port());
			assertThat(response.status()).as(type).isIn(400, 403);
			assertThat(application.data().calls).as(type).isEmpty();
		});
	}

	private static Map<String, String> foreign() {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Sec-Fetch-Site", "cross-site\nsame-site\nCROSS-SITE\nnonsense\n ");
		headers.put("Origin", """
				null
				https://example.org
				http://localhost:1
				http://localhost.example.org
				http://localhost@example.org
				http://example.org/localhost
				https://evil.test:%1$d
				http://127.0.0.1:%1$d
				//
				::
				""".formatted(application.port()));
		headers.put("Referer", """
				https://example.org/resque/failed
				http://localhost:1/resque/failed
				http://localhost.example.org/
				http://example.org/?http://localhost:%1$d/
				data:text/html,x
				about:blank
				""".formatted(application.port()));
		return headers;
	}

	private static void refused(String how, Response response) {
		assertThat(response.status()).as(how).isEqualTo(403);
		assertThat(response.body()).as(how).contains("This form is not accepted");
		assertThat(application.data().calls).as(how).isEmpty();
	}

	private static String token() {
		Response page = RawRequest.get("/resque/failed?queue=failed").send(application.port());
		Matcher field = Pattern.compile("name=\"_resque\" value=\"([^\"]{43})\"").matcher(page.body());
		assertThat(field.find()).isTrue();
		assertThat(page.header("Set-Cookie")).contains("resque_form=" + field.group(1));
		return field.group(1);
	}

	private static Consumer<RawRequest> cookie(String value) {
		return (request) -> request.header("Cookie", "resque_form=" + value);
	}

	private static Response post(Map.Entry<String, String> action, String token, Consumer<RawRequest> headers) {
		RawRequest request = RawRequest.post("/resque" + action.getKey(), action.getValue() + token);
		headers.accept(request);
		return request.send(application.port());
	}

}
