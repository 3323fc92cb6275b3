package io.resque.dashboard;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.resque.dashboard.RawRequest.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who gets in without Spring Security and without a password, on each server and under
 * each forward-headers strategy.
 */
@ParameterizedClass(name = "{0} {1}")
@MethodSource("servers")
class DashboardAccessTests {

	private static DashboardApplication application;

	@Parameter(0)
	Class<?> server;

	@Parameter(1)
	String strategy;

	static Stream<Arguments> servers() {
		return Stream.of(DashboardApplication.OnTomcat.class, DashboardApplication.OnJetty.class)
			.flatMap((server) -> Stream.of("none", "native", "framework")
				.map((strategy) -> Arguments.of(server, strategy)));
	}

	@BeforeParameterizedClassInvocation
	static void start(Class<?> server, String strategy) {
		application = DashboardApplication.start(server, "server.forward-headers-strategy=" + strategy);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST", "127.0.0.1", "[::1]" })
	void aBrowserOnThisMachineGetsIn(String host) {
		assertThat(get("/resque/overview", host + ":" + port()).status()).isEqualTo(200);
		assertThat(get("/resque/overview", host).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "resque.example.org", "localhost.example.org", "127.0.0.1.example.org", "127.0.0.2",
			"localhost@example.org", "[::2]", "", "localhost.", "LOCALHOST.EXAMPLE.ORG", "localhost.evil.com:80",
			"notlocalhost", "localhost.localdomain", "localtest.me", "127.0.0.1.nip.io", "127.1", "127.0.0.01",
			"0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "0", "0.0.0.0", "127.0.0.1.", "[::ffff:127.0.0.1]",
			"[0:0:0:0:0:0:0:1]", "[0::1]", "[::1%25lo]", "::1", "[::]", "localhost:80:80", "localhost,example.org",
			"localhost example.org", "localhost/example.org", "localhost\\example.org", "example.org#localhost",
			"example.org?localhost", "user@localhost", "ｌｏｃａｌｈｏｓｔ" })
	void anotherHostIsRefused(String host) {
		Response response = get("/resque/overview", host);
		assertThat(response.status()).isIn(400, 403);
		assertThat(response.body()).doesNotContain("<h1>Overview");
	}

	@Test
	void anotherHostInTheRequestLineIsRefused() {
		Response response = RawRequest.get("http://resque.example.org/resque/overview")
			.header("Host", "resque.example.org")
			.sendAsIs(port());
		assertThat(response.status()).isEqualTo(403);
	}

	@Test
	void twoHostsAreRefused() {
		Response response = RawRequest.get("/resque/overview")
			.header("Host", "localhost")
			.header("Host", "example.org")
			.sendAsIs(port());
		assertThat(response.status()).isIn(400, 403);
	}

	@Test
	void anotherPeerIsRefused() throws Exception {
		Optional<InetAddress> address = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((each) -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
			.findFirst();
		Assumptions.assumeTrue(address.isPresent(), "no address besides loopback");
		Response response = RawRequest.get("/resque/overview").to(address.get()).send(port());
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).contains("not come from this machine")
			.contains("resque.dashboard.username")
			.contains("ResqueRequest.toDashboard()");
	}

	@Test
	void anotherPeerThatClaimsToBeThisMachineIsRefused() throws Exception {
		Optional<InetAddress> address = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((each) -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
			.findFirst();
		Assumptions.assumeTrue(address.isPresent(), "no address besides loopback");
		Response response = RawRequest.get("/resque/overview")
			.to(address.get())
			.header("X-Forwarded-For", "127.0.0.1")
			.header("X-Forwarded-Host", "localhost")
			.header("Forwarded", "for=127.0.0.1;host=localhost")
			.send(port());
		assertThat(response.status()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded: for=127.0.0.1", "forwarded: for=192.0.2.60", "X-Forwarded-For: 127.0.0.1",
			"X-Forwarded-For: 10.0.0.1", "X-Forwarded-Host: localhost", "X-Forwarded-Proto: http",
			"X-Forwarded-Port: 80", "X-Forwarded-Prefix: /", "X-Forwarded-Ssl: off", "x-forwarded-anything: x",
			"X-Real-IP: 127.0.0.1", "Via: 1.1 proxy", "FORWARDED: for=127.0.0.1;host=localhost;proto=http",
			"Forwarded: for=\"[::1]\", for=127.0.0.1", "Forwarded: ", "x-FORWARDED-for: 127.0.0.1",
			"X-Forwarded-For: 127.0.0.1, 127.0.0.1", "X-Forwarded-For: ::1", "X-Forwarded-For: ",
			"X-Forwarded-For: unknown", "X-Forwarded-For: 127.0.0.1:4711",
			"X-Forwarded-Host: localhost:8080, localhost", "X-Forwarded-Server: localhost", "X-Forwarded-By: 127.0.0.1",
			"X-Forwarded: for=127.0.0.1", "X-REAL-IP: ::1", "x-real-ip: ", "VIA: HTTP/1.1 localhost",
			"X-Client-IP: 127.0.0.1", "True-Client-IP: 127.0.0.1", "CF-Connecting-IP: 127.0.0.1",
			"X-Original-Host: localhost" })
	void aForwardedRequestIsRefused(String header) {
		String[] parts = header.split(": ", 2);
		Response response = RawRequest.get("/resque/overview").header(parts[0], parts[1]).send(port());
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).contains("through a proxy").contains("resque.dashboard.password");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/resque", "/resque/", "/resque/stats.txt", "/resque/nothing", "/resque/assets/x/resque.css",
					"/resque;a=b/overview", "/%72esque/overview", "/x/../resque/overview", "/./resque/overview" })
	void noPathLeadsAround(String path) {
		Response response = RawRequest.get(path).header("Via", "1.1 proxy").send(port());
		assertThat(response.status()).isIn(400, 403);
	}

	/** What nginx, Apache, HAProxy, Caddy and Envoy add by themselves or by the book. */
	@ParameterizedTest
	@ValueSource(strings = { "Host: localhost|X-Real-IP: 127.0.0.1|X-Forwarded-For: 127.0.0.1|X-Forwarded-Proto: https",
			"Host: localhost|X-Forwarded-For: 192.0.2.1|X-Forwarded-Host: localhost|X-Forwarded-Server: localhost",
			"Host: resque.example.org", "Host: localhost|X-Forwarded-For: 127.0.0.1|X-Forwarded-For: 192.0.2.1",
			"Host: 127.0.0.1|Via: 2.0 Caddy|X-Forwarded-For: 127.0.0.1",
			"Host: localhost|X-Envoy-External-Address: 127.0.0.1" })
	void aLocalProxyIsRefused(String headers) {
		RawRequest request = RawRequest.get("/resque/overview");
		for (String header : headers.split("\\|")) {
			String[] parts = header.split(": ", 2);
			request.header(parts[0], parts[1]);
		}
		Response response = request.sendAsIs(port());
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).doesNotContain("<h1>Overview");
	}

	@Test
	void aLocalProxyOfTheOldKindIsRefusedThoughItAddsNothing() {
		Response response = RawRequest.old("/resque/overview").header("Host", "127.0.0.1:" + port()).sendAsIs(port());
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).contains("through a proxy");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/resque/overview", "/resque/assets/x/resque.css", "/resque/nothing",
			"/resque/failed/clear", "/resque/queue", "/resque/stats.txt", "/resque/failed?page=x" })
	void everyAnswerHasItsHeaders(String path) {
		List<Response> answers = List.of(RawRequest.get(path).send(port()),
				RawRequest.method("HEAD", path).send(port()), RawRequest.post(path, "").send(port()),
				RawRequest.method("DELETE", path).send(port()),
				RawRequest.get(path).header("Via", "1.1 proxy").send(port()), get(path, "resque.example.org"));
		assertThat(answers).allSatisfy((answer) -> {
			assertThat(answer.status()).isBetween(200, 499);
			assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'",
					"frame-ancestors 'none'");
			assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
			assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		});
	}

	@Test
	void aChangeIsRefusedLikeAPage() {
		Response response = RawRequest.post("/resque/failed/clear", "").header("Via", "1.1 proxy").send(port());
		assertThat(response.status()).isEqualTo(403);
		assertThat(application.data().calls).isEmpty();
	}

	@Test
	void theRefusalSpeaksChinese() {
		Response response = RawRequest.get("/resque/overview")
			.header("Via", "1.1 proxy")
			.header("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8")
			.send(port());
		assertThat(response.body()).contains("拒绝访问控制台").contains("resque.dashboard.username");
	}

	private Response get(String target, String host) {
		return RawRequest.get(target).header("Host", host).sendAsIs(port());
	}

	private int port() {
		return application.port();
	}

}
