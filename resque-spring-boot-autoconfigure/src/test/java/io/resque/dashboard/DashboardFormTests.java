package io.resque.dashboard;

import java.time.Instant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which forms change something, below a context path and a servlet path.
 */
class DashboardFormTests {

	private static final String BASE = "/shop/app/jobs";

	private static final String ENTRY = "index=0&id=0000000000000000000000000000000000000000";

	private static DashboardApplication application;

	@BeforeAll
	static void start() {
		application = DashboardApplication.start("server.servlet.context-path=/shop", "spring.mvc.servlet.path=/app",
				"resque.dashboard.path=/jobs");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void fail() {
		application.data().reset();
		application.data().fail("Job", "[]", "java.lang.Exception", "boom", Instant.now());
	}

	@Test
	void aFormOfOursChanges() {
		Response response = post("retry", token(), token(), null, null);
		assertThat(response.status()).isEqualTo(303);
		assertThat(response.header("Location")).startsWith(BASE + "/failed?").contains("note=retried");
		assertThat(application.data().calls).containsExactly("retry 0");
	}

	@ParameterizedTest
	@CsvSource({ "retry, retry", "retry-and-remove, retry-and-remove", "remove, remove", "retry-all, RETRY",
			"clear-retried, REMOVE", "clear, clear" })
	void everyActionHasItsButton(String action, String call) {
		assertThat(post(action, token(), token(), null, null).status()).isEqualTo(303);
		assertThat(application.data().calls).hasSize(1).first().asString().startsWith(call);
	}

	@Test
	void theCookieStaysInTheDashboard() {
		String cookie = RawRequest.get(BASE + "/failed").send(application.port()).header("Set-Cookie");
		assertThat(cookie).contains("Path=" + BASE).contains("HttpOnly").contains("SameSite=Strict");
		Response again = RawRequest.get(BASE + "/failed")
			.header("Cookie", cookie.substring(0, cookie.indexOf(';')))
			.send(application.port());
		assertThat(again.headers("Set-Cookie")).isEmpty();
	}

	@Test
	void linksAndRedirectsStayBelowThePath() {
		assertThat(RawRequest.get(BASE).send(application.port()).header("Location")).isEqualTo(BASE + "/overview");
		String page = RawRequest.get(BASE + "/failed").send(application.port()).body();
		assertThat(page).contains("href=\"" + BASE + "/queues\"").contains("action=\"" + BASE + "/failed/remove\"");
		assertThat(page).doesNotContainPattern("(href|action)=\"/(?!shop/app/jobs)");
	}

	@Test
	void aFormWithoutTokenChangesNothing() {
		refused(RawRequest.post(BASE + "/failed/retry", ENTRY).send(application.port()));
		refused(post("retry", token(), "", null, null));
		refused(post("retry", "", token(), null, null));
	}

	@Test
	void aFormWithAnotherTokenChangesNothing() {
		refused(post("retry", token(), token().replace('A', 'B') + "x", null, null));
		refused(post("retry", "x", "x", null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site", "nonsense" })
	void aFormOfAnotherSiteChangesNothing(String site) {
		refused(post("retry", token(), token(), "Sec-Fetch-Site", site));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "null", "https://example.org", "http://localhost:1", "http://localhost.example.org", "::" })
	void aFormOfAnotherOriginChangesNothing(String origin) {
		refused(post("retry", token(), token(), "Origin", origin));
	}

	@Test
	void aFormOfThisOriginChanges() {
		String origin = "http://localhost:" + application.port();
		assertThat(post("retry", token(), token(), "Origin", origin).status()).isEqualTo(303);
		assertThat(post("retry", token(), token(), "Sec-Fetch-Site", "same-origin").status()).isEqualTo(303);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/failed/retry", "/failed/retry-and-remove", "/failed/remove", "/failed/retry-all",
			"/failed/clear-retried", "/failed/clear", "/queue/remove?name=x", "/worker/remove?id=x" })
	void aLinkChangesNothing(String path) {
		Response response = RawRequest.get(BASE + path).send(application.port());
		assertThat(response.status()).isEqualTo(405);
		assertThat(response.header("Allow")).isEqualTo("POST");
		assertThat(response.body()).contains("Only a form can do this");
		assertThat(RawRequest.method("DELETE", BASE + path).send(application.port()).status()).isEqualTo(405);
		assertThat(application.data().calls).isEmpty();
	}

	@Test
	void anEntryThatIsGoneIsReported() {
		Response response = RawRequest
			.post(BASE + "/failed/remove", "index=7&id=" + "a".repeat(40) + "&_resque=" + token())
			.header("Cookie", "resque_form=" + token())
			.send(application.port());
		assertThat(response.header("Location")).contains("note=gone");
	}

	private static void refused(Response response) {
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).contains("This form is not accepted");
		assertThat(application.data().calls).isEmpty();
	}

	private static String token() {
		return "A".repeat(43);
	}

	private static Response post(String action, String cookie, String field, String header, String value) {
		RawRequest request = RawRequest.post(BASE + "/failed/" + action, ENTRY + "&page=1&affected=1&_resque=" + field)
			.header("Cookie", "other=1; resque_form=" + cookie);
		return ((header != null) ? request.header(header, value) : request).send(application.port());
	}

}
