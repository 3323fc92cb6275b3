package io.resque.benchmarks.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down each command that a server carries out ({@code MONITOR}), those in scripts,
 * too. It slows the server down: nothing is timed beside it.
 */
public final class Monitor implements AutoCloseable {

	/** Longer than a command takes to be told of. */
	private static final int SILENCE_MILLIS = 200;

	private final Socket socket;

	private final BufferedReader lines;

	private Monitor(Socket socket) throws IOException {
		this.socket = socket;
		socket.setSoTimeout(SILENCE_MILLIS);
		this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
		socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
		this.lines.readLine();
	}

	/** Begins. */
	public static Monitor of(RedisServer server) {
		try {
			return new Monitor(new Socket(RedisServer.HOST, server.port()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What was carried out since the last call, as Redis writes it, until it is quiet.
	 */
	public List<String> commands() {
		List<String> commands = new ArrayList<>();
		try {
			while (true) {
				commands.add(this.lines.readLine());
			}
		}
		catch (SocketTimeoutException ex) {
			return commands;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
