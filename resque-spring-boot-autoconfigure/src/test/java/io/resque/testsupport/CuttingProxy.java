package io.resque.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.redis.ResqueRedis;

/**
 * A TCP proxy before Redis that cuts a connection at the worst moment: after a certain
 * command was carried out, before its answer arrives.
 */
public final class CuttingProxy implements AutoCloseable {

	private final String host;

	private final int port;

	private final ServerSocket server;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger cuts = new AtomicInteger();

	private volatile @Nullable String armed;

	private volatile @Nullable Supplier<Duration> delay;

	private volatile boolean refusing;

	private volatile boolean resetting;

	public CuttingProxy(String host, int port) {
		this.host = host;
		this.port = port;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Cuts the connection of the next command that contains this text, once it was
	 * carried out.
	 */
	public void cutAfter(String text) {
		this.armed = text;
	}

	/** As {@link #cutAfterScript}, but the client is sent a reset, not an orderly end. */
	public void resetAfterScript(String name) {
		this.resetting = true;
		cutAfterScript(name);
	}

	/** Cuts the connection of the next call of a script, by the name of its file. */
	public void cutAfterScript(String name) {
		try (InputStream file = ResqueRedis.class.getResourceAsStream(name + ".lua")) {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest(Objects.requireNonNull(file).readAllBytes());
			cutAfter(HexFormat.of().formatHex(digest));
		}
		catch (IOException | NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Cuts all connections now; new ones are taken. */
	public void cutAll() {
		this.cuts.incrementAndGet();
		closeAll();
	}

	private void closeAll() {
		this.sockets.forEach(CuttingProxy::close);
	}

	/** Has each answer of Redis wait, from now on. */
	public void delayAnswers(Supplier<Duration> delay) {
		this.delay = delay;
	}

	/** How often a connection, or all of them, was cut. */
	public int cuts() {
		return this.cuts.get();
	}

	/** Drops all connections and takes no new ones, or takes them again. */
	public void refuse(boolean refuse) {
		this.refusing = refuse;
		if (refuse) {
			closeAll();
		}
	}

	@Override
	public void close() {
		this.refusing = true;
		close(this.server);
		closeAll();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				if (this.refusing) {
					close(client);
					continue;
				}
				link(client);
			}
		}
		catch (IOException ex) {
			close();
		}
	}

	/** Redis may be away just now. */
	private void link(Socket client) {
		try {
			Socket redis = new Socket(this.host, this.port);
			this.sockets.add(client);
			this.sockets.add(redis);
			new Link(client, redis).start();
		}
		catch (IOException ex) {
			close(client);
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "cutting-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(AutoCloseable socket) {
		try {
			socket.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * One connection through the proxy.
	 */
	private final class Link {

		private final Socket client;

		private final Socket redis;

		private volatile boolean cutAtAnswer;

		private Link(Socket client, Socket redis) {
			this.client = client;
			this.redis = redis;
		}

		private void start() {
			daemon(() -> pump(this.client, this.redis, true));
			daemon(() -> pump(this.redis, this.client, false));
		}

		private void pump(Socket from, Socket to, boolean commands) {
			byte[] buffer = new byte[65536];
			try (from; to) {
				InputStream in = from.getInputStream();
				OutputStream out = to.getOutputStream();
				for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
					if (commands) {
						watch(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
					}
					else if (this.cutAtAnswer) {
						CuttingProxy.this.cuts.incrementAndGet();
						if (CuttingProxy.this.resetting) {
							to.setSoLinger(true, 0);
						}
						return;
					}
					else {
						delay();
					}
					out.write(buffer, 0, read);
				}
			}
			catch (IOException | InterruptedException ex) {
				// The other side has closed.
			}
			finally {
				CuttingProxy.this.sockets.remove(from);
			}
		}

		private void delay() throws InterruptedException {
			Supplier<Duration> delay = CuttingProxy.this.delay;
			if (delay != null) {
				TimeUnit.MILLISECONDS.sleep(delay.get().toMillis());
			}
		}

		private void watch(String sent) {
			String text = CuttingProxy.this.armed;
			if (text != null && sent.contains(text)) {
				CuttingProxy.this.armed = null;
				this.cutAtAnswer = true;
			}
		}

	}

}
