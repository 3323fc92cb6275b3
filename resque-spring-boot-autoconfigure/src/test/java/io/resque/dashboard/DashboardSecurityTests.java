package io.resque.dashboard;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who gets in with Spring Security.
 */
class DashboardSecurityTests {

	private static final String ENTRY = "index=0&id=0000000000000000000000000000000000000000";

	@Test
	void theRulesOfTheApplicationDecide() {
		try (DashboardApplication application = start(Rules.class)) {
			assertThat(as(null, RawRequest.get("/resque/overview"), application).status()).isEqualTo(401);
			assertThat(as("reader", RawRequest.get("/resque/overview"), application).status()).isEqualTo(200);
			assertThat(as("reader", RawRequest.get("/hello"), application).status()).isEqualTo(403);
		}
	}

	@Test
	void changesHaveARuleOfTheirOwn() {
		try (DashboardApplication application = start(Rules.class, "test.csrf=off")) {
			application.data().fail("Job", "[]", "E", "e", Instant.now());
			assertThat(change("reader", application).status()).isEqualTo(403);
			assertThat(change("operator", application).status()).isEqualTo(303);
			assertThat(application.data().calls).containsExactly("retry 0");
		}
	}

	@Test
	void withoutSecuritysCsrfProtectionOursStays() {
		try (DashboardApplication application = start(Rules.class, "test.csrf=off")) {
			assertThat(as("operator", RawRequest.post("/resque/failed/retry", ENTRY), application).status())
				.isEqualTo(403);
			assertThat(application.data().calls).isEmpty();
		}
	}

	@Test
	void whereSecurityIgnoresForgeryOursDoesNot() {
		try (DashboardApplication application = start(Rules.class, "test.csrf=ignored")) {
			application.data().fail("Job", "[]", "E", "e", Instant.now());
			RawRequest forged = RawRequest.post("/resque/failed/retry", ENTRY).header("Sec-Fetch-Site", "cross-site");
			assertThat(as("operator", forged, application).status()).isEqualTo(403);
			assertThat(application.data().calls).isEmpty();
			assertThat(change("operator", application).status()).isEqualTo(303);
		}
	}

	@Test
	void securitysTokenIsInTheForms() {
		try (DashboardApplication application = start(Rules.class)) {
			application.data().fail("Job", "[]", "E", "e", Instant.now());
			Response page = as("operator", RawRequest.get("/resque/failed"), application);
			String tokens = "&_csrf=" + field("_csrf", page) + "&_resque=" + field("_resque", page);
			String cookies = page.headers("Set-Cookie")
				.stream()
				.map((cookie) -> cookie.substring(0, cookie.indexOf(';')))
				.collect(Collectors.joining("; "));
			Response response = as("operator",
					RawRequest.post("/resque/failed/retry", ENTRY + tokens).header("Cookie", cookies), application);
			assertThat(response.status()).isEqualTo(303);
			assertThat(as("operator", RawRequest.post("/resque/failed/retry", ENTRY), application).status())
				.isGreaterThanOrEqualTo(400);
			assertThat(application.data().calls).hasSize(1);
		}
	}

	@Test
	void aChainForOtherPathsIsNoDecision() {
		try (DashboardApplication application = start(OtherPaths.class)) {
			strangersStayOut(application);
		}
	}

	@Test
	void anIgnoredPathIsNoDecision() {
		try (DashboardApplication application = start(Ignored.class)) {
			strangersStayOut(application);
		}
	}

	@Test
	void aChainWithoutRulesIsNoDecision() {
		try (DashboardApplication application = start(NoRules.class)) {
			strangersStayOut(application);
		}
	}

	@Test
	void aRuleForEverybodyDoesNotTakeThePasswordAway() {
		try (DashboardApplication application = start(Everybody.class, "resque.dashboard.username=ada",
				"resque.dashboard.password=secret")) {
			assertThat(as(null, RawRequest.get("/resque/overview"), application).status()).isEqualTo(401);
			assertThat(as("ada", RawRequest.get("/resque/overview"), application).status()).isEqualTo(200);
		}
	}

	private static void strangersStayOut(DashboardApplication application) {
		assertThat(RawRequest.get("/resque/overview").header("Via", "proxy").send(application.port()).status())
			.isEqualTo(403);
		assertThat(RawRequest.get("/resque/overview").send(application.port()).status()).isEqualTo(200);
	}

	private static String field(String name, Response page) {
		Matcher field = Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page.body());
		assertThat(field.find()).isTrue();
		return field.group(1);
	}

	private static DashboardApplication start(Class<?> rules, String... properties) {
		return DashboardApplication.start(rules, properties);
	}

	/** From a stranger's point of view: through a proxy, under another name. */
	private static Response as(String user, RawRequest request, DashboardApplication application) {
		request.header("X-Forwarded-For", "192.0.2.1").header("Host", "resque.example.org");
		if (user != null) {
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8)));
		}
		return request.sendAsIs(application.port());
	}

	private static Response change(String user, DashboardApplication application) {
		String token = "t".repeat(43);
		return as(user, RawRequest.post("/resque/failed/retry", ENTRY + "&_resque=" + token)
			.header("Cookie", "resque_form=" + token), application);
	}

	@Configuration(proxyBeanMethods = false)
	static class Rules extends DashboardApplication.WithSecurity {

		@Bean
		SecurityFilterChain rules(HttpSecurity http, Environment environment) throws Exception {
			http.authorizeHttpRequests((requests) -> requests.requestMatchers(ResqueRequest.toDashboardChanges())
				.hasRole("OPERATOR")
				.requestMatchers(ResqueRequest.toDashboard())
				.authenticated()
				.anyRequest()
				.denyAll());
			http.httpBasic(Customizer.withDefaults());
			String csrf = environment.getProperty("test.csrf", "");
			if (csrf.equals("off")) {
				http.csrf(AbstractHttpConfigurer::disable);
			}
			if (csrf.equals("ignored")) {
				http.csrf((forgery) -> forgery.ignoringRequestMatchers("/**"));
			}
			return http.build();
		}

		/** Not the manager itself, which would encode passwords anew, and slowly. */
		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("reader").password("{noop}secret").roles("READER").build(),
					User.withUsername("operator")
						.password("{noop}secret")
						.roles("OPERATOR")
						.build())::loadUserByUsername;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Everybody extends DashboardApplication.WithSecurity {

		@Bean
		SecurityFilterChain rules(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/api/**").authenticated().anyRequest().permitAll())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherPaths extends DashboardApplication.WithSecurity {

		@Bean
		SecurityFilterChain rules(HttpSecurity http) throws Exception {
			return http.securityMatcher("/api/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ignored extends DashboardApplication.WithSecurity {

		@Bean
		SecurityFilterChain rules(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated()).build();
		}

		@Bean
		WebSecurityCustomizer ignored() {
			return (web) -> web.ignoring().requestMatchers(ResqueRequest.toDashboard());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoRules extends DashboardApplication.WithSecurity {

		@Bean
		SecurityFilterChain rules(HttpSecurity http) throws Exception {
			return http.csrf(AbstractHttpConfigurer::disable).build();
		}

	}

}
