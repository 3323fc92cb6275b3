package io.resque.worker.fork;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.resque.worker.fork.Message.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

@Timeout(30)
class LinkTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private Link one;

	private SocketChannel otherEnd;

	private Link other;

	@BeforeEach
	void connect() throws IOException {
		Path directory = Files.createTempDirectory("link");
		Path socket = directory.resolve("s");
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(socket));
			this.one = new Link(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
			this.otherEnd = server.accept();
			this.other = new Link(this.otherEnd);
		}
		Files.delete(socket);
		Files.delete(directory);
	}

	@AfterEach
	void close() {
		this.one.close();
		this.other.close();
	}

	@Test
	void framesOfAnySizeArriveInOrder() throws Exception {
		byte[] large = new byte[5_000_000];
		Arrays.fill(large, (byte) 7);
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(new byte[0], large, new byte[] { 1 }));
		assertThat(this.other.receive(LONG)).isEmpty();
		assertThat(this.other.receive(LONG)).isEqualTo(large);
		assertThat(this.other.receive(LONG)).containsExactly(1);
		sending.join();
		assertThat(this.other.receive(Duration.ZERO)).isNull();
	}

	@Test
	void anInterruptEndsTheWaitAndLosesNothing() throws Exception {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.other.receive(LONG));
		send(new byte[] { 5 });
		assertThat(this.other.receive(LONG)).containsExactly(5);
	}

	@Test
	void anInterruptedThreadSendsAllOfAFrame() throws Exception {
		byte[] large = new byte[3_000_000];
		CompletableFuture<Boolean> sending = CompletableFuture.supplyAsync(() -> {
			Thread.currentThread().interrupt();
			send(large);
			return Thread.interrupted();
		});
		assertThat(this.other.receive(LONG)).hasSize(large.length);
		assertThat(sending.join()).as("still interrupted").isTrue();
	}

	@Test
	void theEndOfTheOtherOneIsNoFrame() throws Exception {
		send(new byte[] { 5 });
		this.one.close();
		assertThat(this.other.receive(LONG)).containsExactly(5);
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> this.other.receive(LONG));
	}

	@Test
	void whoSpeaksSomethingElseIsNotBelieved() throws Exception {
		this.otherEnd.write(ByteBuffer.wrap("HTTP/1.1 200".getBytes(StandardCharsets.UTF_8)));
		assertThatIOException().isThrownBy(() -> this.one.receive(LONG)).withMessageContaining("speaks something else");
		send("no JSON".getBytes(StandardCharsets.UTF_8));
		assertThatIOException().isThrownBy(() -> Message.receive(this.other, LONG))
			.withMessageStartingWith("No message");
		send("{\"say\":\"sing\"}".getBytes(StandardCharsets.UTF_8));
		assertThatIOException().isThrownBy(() -> Message.receive(this.other, LONG))
			.withMessageStartingWith("No message");
	}

	@Test
	void aJobComesWithItsBytes() throws Exception {
		byte[] payload = { '{', (byte) 0xff, '}' };
		Message.of(Kind.PERFORM).with("queue", "ä").with("token", 5L).with("rerun", true).with(payload).send(this.one);
		Message order = Message.receive(this.other, LONG);
		assertThat(order.kind()).isEqualTo(Kind.PERFORM);
		assertThat(order.text("queue")).isEqualTo("ä");
		assertThat(order.number("token")).isEqualTo(5);
		assertThat(order.flag("rerun")).isTrue();
		assertThat(order.payload()).isEqualTo(payload);
	}

	private void send(byte[]... frames) {
		try {
			this.one.send(frames);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
