package io.resque.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy before Redis whose connections can die without a word, as they do when a
 * machine loses its power or a network its cable: nothing passes any more, and nobody is
 * told. New connections work.
 */
public final class SilentProxy implements AutoCloseable {

	private final int redis;

	private final ServerSocket server;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile Set<Socket> silent = Set.of();

	public SilentProxy(int redis) {
		this.redis = redis;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/** Silences all present connections. */
	public void silence() {
		this.silent = Set.copyOf(this.sockets);
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.server.accept();
			Socket server = new Socket("127.0.0.1", this.redis);
			this.sockets.add(client);
			this.sockets.add(server);
			start(() -> pump(client, server));
			start(() -> pump(server, client));
		}
	}

	private void pump(Socket from, Socket to) throws IOException {
		byte[] buffer = new byte[65536];
		InputStream in = from.getInputStream();
		OutputStream out = to.getOutputStream();
		for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
			if (!this.silent.contains(from)) {
				out.write(buffer, 0, read);
			}
		}
		if (!this.silent.contains(from)) {
			to.close();
		}
	}

	private static void start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// The other side has closed.
			}
		}, "silent-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private interface Task {

		void run() throws IOException;

	}

}
