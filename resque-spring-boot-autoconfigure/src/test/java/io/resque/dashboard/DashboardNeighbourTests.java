package io.resque.dashboard;

import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard in an application whose own web settings are unusual.
 */
class DashboardNeighbourTests {

	@Test
	void anApplicationThatAnswersEveryAddressDoesNotHideIt() {
		try (DashboardApplication application = DashboardApplication.start(SinglePage.class)) {
			assertThat(RawRequest.get("/anything").send(application.port()).body()).isEqualTo("single page");
			assertThat(RawRequest.get("/resque/overview").send(application.port()).body()).contains("Resque");
		}
	}

	@Test
	void anAddressThatOnlyTheApplicationTakesForOursIsNoWayIn() {
		try (DashboardApplication application = DashboardApplication.start(AnyCase.class)) {
			assertThat(RawRequest.get("/resque/overview").send(application.port()).status()).isEqualTo(200);
			assertThat(RawRequest.get("/RESQUE/overview").send(application.port()).status()).isEqualTo(403);
		}
	}

	@Test
	void aPageOfAStrangerReadsNothingThoughTheApplicationLetsIt() {
		try (DashboardApplication application = DashboardApplication.start(AnyCase.class)) {
			RawRequest foreign = RawRequest.get("/resque/failed").header("Origin", "https://example.org");
			assertThat(foreign.send(application.port()).status()).isEqualTo(403);
			RawRequest marked = RawRequest.get("/resque/failed")
				.header("Origin", "http://localhost:3000")
				.header("Sec-Fetch-Site", "same-site");
			assertThat(marked.send(application.port()).body()).contains("another site");
			RawRequest link = RawRequest.get("/resque/failed").header("Sec-Fetch-Site", "cross-site");
			assertThat(link.send(application.port()).status()).isEqualTo(200);
		}
	}

	@Test
	void aPreflightThatTheApplicationAllowsChangesNothing() {
		try (DashboardApplication application = DashboardApplication.start(AnyCase.class)) {
			assertThat(RawRequest.method("OPTIONS", "/resque/failed/clear")
				.header("Origin", "https://example.org")
				.header("Access-Control-Request-Method", "POST")
				.send(application.port())
				.status()).isEqualTo(403);
			assertThat(application.data().calls).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class SinglePage extends DashboardApplication.OnTomcat {

		@Bean
		RouterFunction<ServerResponse> everything() {
			return RouterFunctions.route().GET("/**", (request) -> ServerResponse.ok().body("single page")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnyCase extends DashboardApplication.OnTomcat implements WebMvcConfigurer {

		@Override
		public void configurePathMatch(PathMatchConfigurer configurer) {
			PathPatternParser parser = new PathPatternParser();
			parser.setCaseSensitive(false);
			configurer.setPatternParser(parser);
		}

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/**").allowedOrigins("*").allowedMethods("*");
		}

	}

}
