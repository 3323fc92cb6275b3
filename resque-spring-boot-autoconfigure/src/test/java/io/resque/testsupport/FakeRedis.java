package io.resque.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Pretends to be a Redis of a certain version as far as a greeting goes: real old ones
 * are hard to come by.
 */
public final class FakeRedis implements AutoCloseable {

	private final ServerSocket server;

	private final String version;

	public FakeRedis(String version) {
		this.version = version;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	public String url() {
		return "redis://127.0.0.1:" + this.server.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				daemon(() -> serve(client));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private void serve(Socket client) {
		try (client) {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
			OutputStream out = client.getOutputStream();
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				int words = Integer.parseInt(line.substring(1));
				String command = "";
				for (int i = 0; i < words; i++) {
					in.readLine();
					String word = in.readLine();
					command = (i == 0) ? word : command;
				}
				out.write(answer(command.toUpperCase()).getBytes(StandardCharsets.UTF_8));
				out.flush();
			}
		}
		catch (IOException ex) {
			// The client has gone.
		}
	}

	private String answer(String command) {
		return switch (command) {
			case "HELLO" -> "-ERR unknown command `HELLO`\r\n";
			case "PING" -> "+PONG\r\n";
			case "INFO" -> {
				String info = "# Server\r\nredis_version:" + this.version + "\r\n";
				yield "$" + info.length() + "\r\n" + info + "\r\n";
			}
			default -> "+OK\r\n";
		};
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "fake-redis");
		thread.setDaemon(true);
		thread.start();
	}

}
