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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.resque.redis.ResqueRedis;

/**
 * A TCP proxy before Redis that cuts a connection at the worst moment: after a certain
 * command was carried out, before its answer arrives. It counts commands and answers, as
 * a connection may carry many at a time: what was sent before the command is answered,
 * the command itself and what was sent behind it is not. That Redis has answered it
 * proves that it was carried out.
 */
public final class CuttingProxy implements AutoCloseable {

	private final String host;

	private final int port;

	private final ServerSocket server;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger cuts = new AtomicInteger();

	/** What to wait for, with its name. */
	private final Map<String, String> armed = new ConcurrentHashMap<>();

	private volatile Consumer<String> listener = (name) -> {
	};

	private volatile @Nullable Supplier<Duration> delay;

	private volatile boolean disarmed;

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
	 * Cuts the connection of the next command of which a word, if it is a short one,
	 * contains this text, once it was carried out. Waits for several texts at a time.
	 */
	public void cutAfter(String text) {
		arm(text, text);
	}

	private void arm(String text, String name) {
		this.disarmed = false;
		this.armed.put(text, name);
	}

	/** As {@link #cutAfterScript}, but the client is sent a reset, not an orderly end. */
	public void resetAfterScript(String name) {
		this.resetting = true;
		cutAfterScript(name);
	}

	/**
	 * Cuts the connection of the next call of a script, by the name of its file; calls
	 * that find the script unknown are not meant.
	 */
	public void cutAfterScript(String name) {
		try (InputStream file = ResqueRedis.class.getResourceAsStream(name + ".lua")) {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest(Objects.requireNonNull(file).readAllBytes());
			arm(HexFormat.of().formatHex(digest), name);
		}
		catch (IOException | NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Cuts all connections now; new ones are taken. */
	public void cutAll() {
		closeAll();
		report("all");
	}

	/** Waits for no command any more. */
	public void disarm() {
		this.disarmed = true;
		this.armed.clear();
	}

	/**
	 * Has somebody told what was cut: the text or the name of the script, or "all". Told
	 * after the fact, by any thread.
	 */
	public void onCut(Consumer<String> listener) {
		this.listener = listener;
	}

	private void report(String name) {
		this.listener.accept(name);
		this.cuts.incrementAndGet();
	}

	private void closeAll() {
		this.sockets.forEach(CuttingProxy::close);
	}

	/** Has each answer of Redis wait, from now on. */
	public void delayAnswers(Supplier<Duration> delay) {
		this.delay = delay;
	}

	/** How often a connection was cut, or all of them at once. */
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

		private final RespStream commands = new RespStream();

		private final RespStream answers = new RespStream();

		private long sent;

		private long answered;

		private volatile @Nullable Cut cut;

		private Link(Socket client, Socket redis) {
			this.client = client;
			this.redis = redis;
		}

		private void start() {
			daemon(() -> pump(this.client, this.redis, this::send));
			daemon(() -> pump(this.redis, this.client, this::answer));
		}

		/** Until one side closes, or a step says that it is enough. */
		private void pump(Socket from, Socket to, Step step) {
			byte[] buffer = new byte[65536];
			try (from; to) {
				InputStream in = from.getInputStream();
				OutputStream out = to.getOutputStream();
				int read = in.read(buffer);
				while (read >= 0 && step.pass(buffer, read, out)) {
					read = in.read(buffer);
				}
			}
			catch (IOException | InterruptedException ex) {
				// The other side has closed.
			}
			finally {
				CuttingProxy.this.sockets.remove(from);
				armAgain();
			}
		}

		/** The connection ended in another way. */
		private void armAgain() {
			Cut cut = this.cut;
			this.cut = null;
			if (cut != null && !CuttingProxy.this.disarmed) {
				CuttingProxy.this.armed.put(cut.text(), cut.name());
			}
		}

		/**
		 * The answer cannot come before the command was sent: so noted, it is awaited.
		 */
		private boolean send(byte[] buffer, int length, OutputStream redis) throws IOException {
			for (int i = 0; i < length; i++) {
				this.commands.take(buffer[i]);
				if (this.cut == null && !CuttingProxy.this.armed.isEmpty() && !this.commands.word().isEmpty()) {
					this.cut = armed(this.commands.word());
				}
				if (this.commands.isComplete()) {
					this.sent++;
				}
			}
			redis.write(buffer, 0, length);
			return true;
		}

		private @Nullable Cut armed(String word) {
			for (String text : CuttingProxy.this.armed.keySet()) {
				String name = word.contains(text) ? CuttingProxy.this.armed.remove(text) : null;
				if (name != null) {
					return new Cut(this.sent, text, name);
				}
			}
			return null;
		}

		private boolean answer(byte[] buffer, int length, OutputStream client)
				throws IOException, InterruptedException {
			for (int i = 0; i < length; i++) {
				Cut cut = this.cut;
				if (cut != null && this.answered == cut.command() && this.answers.isComplete() && buffer[i] != '>') {
					if (!new String(buffer, i, length - i, StandardCharsets.ISO_8859_1).startsWith("-NOSCRIPT")) {
						this.cut = null;
						client.write(buffer, 0, i);
						cutOff(cut);
						return false;
					}
					armAgain();
				}
				this.answers.take(buffer[i]);
				if (this.answers.isComplete() && !this.answers.isPush()) {
					this.answered++;
				}
			}
			delay();
			client.write(buffer, 0, length);
			return true;
		}

		private void cutOff(Cut cut) throws IOException {
			if (CuttingProxy.this.resetting) {
				this.client.setSoLinger(true, 0);
			}
			this.client.close();
			this.redis.close();
			report(cut.name());
		}

		private void delay() throws InterruptedException {
			Supplier<Duration> delay = CuttingProxy.this.delay;
			if (delay != null) {
				TimeUnit.MILLISECONDS.sleep(delay.get().toMillis());
			}
		}

	}

	/**
	 * What to do with a part of a stream.
	 */
	private interface Step {

		/** Passes it on; false ends the connection. */
		boolean pass(byte[] buffer, int length, OutputStream to) throws IOException, InterruptedException;

	}

	/**
	 * A connection that is to be cut.
	 *
	 * @param command number of the command before whose answer it is cut
	 * @param text what was waited for
	 * @param name name of that
	 */
	private record Cut(long command, String text, String name) {

	}

}
