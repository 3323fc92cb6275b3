package io.resque.dashboard;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What no link and no form of ours would carry is a bad request, on every page and for
 * every action.
 */
class DashboardParameterTests {

	private static final List<String> NO_NUMBERS = List.of("", "-1", "-9223372036854775808", "9223372036854775808",
			"99999999999999999999999", "1e3", "1.5", "0x10", "%201", "1%20", "x", "%EF%BC%91", "null", "1%00", "1;2",
			"%2B1", "NaN");

	private static final List<String> NO_ID = List.of("", "x", "..%2F..", "0".repeat(41), "G".repeat(40), "%00", "-1");

	private static final Set<String> NUMBERS = Set.of("page", "live", "count", "index", "at", "first", "percent",
			"per-second");

	/** What may be left out, or may be anything. */
	private static final Set<String> OPTIONAL = Set.of("queue", "page", "typed", "text", "host", "entry");

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

	static Stream<Map.Entry<String, String>> pages() {
		return Stream.of(DashboardAddresses.PAGES, DashboardAddresses.QUESTIONS)
			.flatMap((pages) -> pages.entrySet().stream());
	}

	static Stream<Map.Entry<String, String>> actions() {
		return DashboardAddresses.ACTIONS.entrySet().stream();
	}

	@Test
	void allAddressesAreTried() {
		DashboardAddresses.areThoseOf(application, "/resque");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void noPageTakesANumberThatCannotBe(Map.Entry<String, String> page) {
		assertThat(get(page.getKey(), page.getValue())).isEqualTo(200);
		NUMBERS.forEach((name) -> NO_NUMBERS.forEach((value) -> {
			String parameters = without(name, page.getValue()) + "&" + name + "=" + value;
			assertThat(get(page.getKey(), parameters)).as(parameters).isEqualTo(400);
		}));
		Stream.of("page=0", "page=1000000001", "live=1", "live=61", "note=nonsense", "note=")
			.forEach((bad) -> assertThat(get(page.getKey(), page.getValue() + "&" + bad)).as(bad).isEqualTo(400));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void noPageTakesAParameterTwiceOrWithoutEnd(Map.Entry<String, String> page) {
		Stream.concat(names(page.getValue()), Stream.of("page", "live", "note", "count")).forEach((name) -> {
			String twice = page.getValue() + "&" + name + "=1&" + name + "=1";
			assertThat(get(page.getKey(), twice)).as(twice).isEqualTo(400);
			String endless = without(name, page.getValue()) + "&" + name + "=" + "9".repeat(5000);
			assertThat(get(page.getKey(), endless)).as(name).isEqualTo(400);
		});
	}

	@ParameterizedTest
	@MethodSource("pages")
	void noPageGoesWithoutWhatItNeeds(Map.Entry<String, String> page) {
		names(page.getValue()).filter((name) -> !OPTIONAL.contains(name)).forEach((name) -> {
			assertThat(get(page.getKey(), without(name, page.getValue()))).as(name).isEqualTo(400);
			assertThat(get(page.getKey(), without(name, page.getValue()) + "&" + name + "=")).as(name).isEqualTo(400);
		});
	}

	@ParameterizedTest
	@MethodSource("actions")
	void noActionTakesWhatCannotBe(Map.Entry<String, String> action) {
		NUMBERS.forEach((name) -> NO_NUMBERS.forEach((value) -> refused(action, name, value)));
		if (names(action.getValue()).anyMatch("index"::equals) || action.getKey().contains("canary/c")) {
			NO_ID.forEach((value) -> refused(action, "id", value));
		}
		if (names(action.getValue()).anyMatch("queue"::equals)) {
			Stream.of("x", "..%2Ffailed", "failed%0D%0A", "resque:failed")
				.forEach((value) -> refused(action, "queue", value));
		}
	}

	@ParameterizedTest
	@MethodSource("actions")
	void noActionTakesAFieldTwiceOrGoesWithoutIt(Map.Entry<String, String> action) {
		names(action.getValue()).forEach((name) -> {
			assertThat(post(action.getKey(), action.getValue() + "&" + name + "=1")).as(name).isEqualTo(400);
			if (!OPTIONAL.contains(name)) {
				assertThat(post(action.getKey(), without(name, action.getValue()))).as(name).isEqualTo(400);
			}
		});
		assertThat(application.data().calls).isEmpty();
	}

	private static void refused(Map.Entry<String, String> action, String name, String value) {
		String form = without(name, action.getValue()) + "&" + name + "=" + value;
		assertThat(post(action.getKey(), form)).as(form).isEqualTo(400);
		assertThat(application.data().calls).as(form).isEmpty();
	}

	private static Stream<String> names(String parameters) {
		return Arrays.stream(parameters.split("&"))
			.filter((parameter) -> !parameter.isEmpty())
			.map((parameter) -> parameter.substring(0, parameter.indexOf('=')));
	}

	private static String without(String name, String parameters) {
		return Arrays.stream(parameters.split("&"))
			.filter((parameter) -> !parameter.startsWith(name + "="))
			.collect(Collectors.joining("&"));
	}

	private static int get(String path, String parameters) {
		return RawRequest.get("/resque" + path + "?" + parameters).send(application.port()).status();
	}

	private static int post(String path, String form) {
		return RawRequest.post("/resque" + path, form + "&_resque=" + TOKEN)
			.header("Cookie", "resque_form=" + TOKEN)
			.send(application.port())
			.status();
	}

}
