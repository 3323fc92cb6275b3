package io.resque.testsupport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A Redis whose answers come when the test wants them: on a connection that carries
 * several commands, only the right answer may be the last.
 */
class CuttingProxyTests {

	private final List<String> cuts = new CopyOnWriteArrayList<>();

	private ServerSocket redis;

	private CuttingProxy proxy;

	private Socket client;

	private Socket server;

	@BeforeEach
	void connect() throws IOException {
		this.redis = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		this.proxy = new CuttingProxy("127.0.0.1", this.redis.getLocalPort());
		this.proxy.onCut(this.cuts::add);
		this.client = new Socket("127.0.0.1", this.proxy.port());
		this.server = this.redis.accept();
		this.client.setSoTimeout(5000);
		this.server.setSoTimeout(5000);
	}

	@AfterEach
	void close() throws IOException {
		this.client.close();
		this.proxy.close();
		this.redis.close();
	}

	@Test
	void theAnswersOfEarlierCommandsArriveAndTheOneOfTheCommandDoesNot() throws IOException {
		this.proxy.cutAfter("second");
		send("first");
		send("second");
		send("third");
		answer("+1\r\n");
		assertThat(received(4)).isEqualTo("+1\r\n");
		assertThat(this.cuts).isEmpty();
		answer("+2\r\n");
		assertThat(received(1)).isEmpty();
		await().untilAsserted(() -> assertThat(this.cuts).containsExactly("second"));
	}

	@Test
	void whatComesTogetherIsCutInTwo() throws IOException {
		this.proxy.cutAfter("second");
		send("first");
		send("second");
		answer(">2\r\n+push\r\n+a\r\n*1\r\n$2\r\n\r\n\r\n+2\r\n+3\r\n");
		assertThat(received(100)).isEqualTo(">2\r\n+push\r\n+a\r\n*1\r\n$2\r\n\r\n\r\n");
	}

	@Test
	void nothingIsCutBeforeTheCommandHasArrived() throws IOException {
		this.proxy.cutAfter("second");
		send("first");
		answer("+1\r\n");
		assertThat(received(4)).isEqualTo("+1\r\n");
		send("second");
		answer("+2\r\n");
		assertThat(received(1)).isEmpty();
	}

	@Test
	void aScriptThatRedisDoesNotKnowIsWaitedForAgain() throws IOException {
		this.proxy.cutAfter("sha");
		send("sha");
		answer("-NOSCRIPT No matching script\r\n");
		assertThat(received(30)).startsWith("-NOSCRIPT");
		send("body");
		answer("+1\r\n");
		assertThat(received(4)).isEqualTo("+1\r\n");
		send("sha");
		answer("+2\r\n");
		assertThat(received(1)).isEmpty();
		await().untilAsserted(() -> assertThat(this.cuts).containsExactly("sha"));
	}

	@Test
	void severalAreWaitedForAtATimeUntilTheProxyIsDisarmed() throws IOException {
		this.proxy.cutAfter("a");
		this.proxy.cutAfter("b");
		this.proxy.cutAfter("c");
		send("b");
		answer("+1\r\n");
		assertThat(received(1)).isEmpty();
		connectAgain();
		send("a");
		answer("+1\r\n");
		assertThat(received(1)).isEmpty();
		await().untilAsserted(() -> assertThat(this.cuts).containsExactly("b", "a"));
		connectAgain();
		this.proxy.disarm();
		send("c");
		answer("+1\r\n");
		assertThat(received(4)).isEqualTo("+1\r\n");
	}

	private void connectAgain() throws IOException {
		this.client.close();
		this.client = new Socket("127.0.0.1", this.proxy.port());
		this.client.setSoTimeout(5000);
		this.server = this.redis.accept();
		this.server.setSoTimeout(5000);
	}

	/** Sends a command, and waits until Redis has it. */
	private void send(String command) throws IOException {
		byte[] bytes = ("*1\r\n$" + command.length() + "\r\n" + command + "\r\n").getBytes(StandardCharsets.US_ASCII);
		this.client.getOutputStream().write(bytes);
		assertThat(this.server.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
	}

	private void answer(String text) throws IOException {
		this.server.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

	/** So many bytes, or what comes before the end of the connection. */
	private String received(int most) throws IOException {
		return new String(this.client.getInputStream().readNBytes(most), StandardCharsets.US_ASCII);
	}

}
