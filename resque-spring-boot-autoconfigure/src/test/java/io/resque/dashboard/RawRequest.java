package io.resque.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request written to a socket as it stands, with any header.
 */
public final class RawRequest {

	private final List<String> lines = new ArrayList<>();

	private final String body;

	private InetAddress address = InetAddress.getLoopbackAddress();

	private RawRequest(String line, String body) {
		this.lines.add(line + " HTTP/1.1");
		this.lines.add("Connection: close");
		this.body = body;
	}

	public static RawRequest get(String target) {
		return new RawRequest("GET " + target, "");
	}

	public static RawRequest method(String method, String target) {
		return new RawRequest(method + " " + target, "");
	}

	/** As nginx asks what is behind it. */
	static RawRequest old(String target) {
		RawRequest request = get(target);
		request.lines.set(0, "GET " + target + " HTTP/1.0");
		return request;
	}

	static RawRequest method(String method, String target, String body) {
		return new RawRequest(method + " " + target, body);
	}

	public static RawRequest post(String target, String form) {
		return new RawRequest("POST " + target, form).header("Content-Type", "application/x-www-form-urlencoded")
			.header("Content-Length", String.valueOf(form.getBytes(StandardCharsets.UTF_8).length));
	}

	public RawRequest header(String name, String value) {
		this.lines.add(name + ": " + value);
		return this;
	}

	public RawRequest to(InetAddress other) {
		this.address = other;
		return this;
	}

	/** Sends it to {@code localhost}. */
	public Response send(int port) {
		return header("Host", "localhost:" + port).sendAsIs(port);
	}

	public Response sendAsIs(int port) {
		String request = String.join("\r\n", this.lines) + "\r\n\r\n" + this.body;
		try (Socket socket = new Socket(this.address, port)) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
			return new Response(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * An answer.
	 *
	 * @param text all of it
	 */
	public record Response(String text) {

		public int status() {
			return Integer.parseInt(this.text.substring(9, 12));
		}

		public String header(String name) {
			return String.join("\n", headers(name));
		}

		public List<String> headers(String name) {
			String start = name.toLowerCase(Locale.ROOT) + ": ";
			return this.text.substring(0, this.text.indexOf("\r\n\r\n"))
				.lines()
				.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(start))
				.map((line) -> line.substring(start.length()))
				.toList();
		}

		public String body() {
			return this.text.substring(this.text.indexOf("\r\n\r\n") + 4);
		}

	}

}
