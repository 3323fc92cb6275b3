package io.resque.benchmarks.contender;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bare request and answer between two JVMs over a Unix domain socket: what handing a
 * job to a child costs at the very least.
 */
public final class Echo {

	private static final int REQUEST = 200;

	private static final int ANSWER = 20;

	private Echo() {
	}

	/** The other JVM: answers until the socket is closed. The argument is its path. */
	public static void main(String[] arguments) throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]))) {
			ByteBuffer request = ByteBuffer.allocate(REQUEST);
			ByteBuffer answer = ByteBuffer.allocate(ANSWER);
			while (true) {
				read(channel, request.clear());
				channel.write(answer.clear());
			}
		}
		catch (EOFException ex) {
			// That was all.
		}
	}

	/**
	 * Measures it.
	 * @param requests how many, after half as many that do not count
	 * @return requests per second
	 */
	public static double perSecond(int requests) {
		try {
			Path directory = Files.createTempDirectory("echo");
			Path socket = directory.resolve("s");
			try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
				server.bind(UnixDomainSocketAddress.of(socket));
				Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"),
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
						Echo.class.getName(), socket.toString())
					.inheritIO()
					.start();
				try (SocketChannel channel = server.accept()) {
					run(channel, requests / 2);
					long start = System.nanoTime();
					run(channel, requests);
					return requests / ((System.nanoTime() - start) / 1e9);
				}
				finally {
					other.onExit().join();
				}
			}
			finally {
				Files.deleteIfExists(socket);
				Files.delete(directory);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void run(SocketChannel channel, int requests) throws IOException {
		ByteBuffer request = ByteBuffer.allocate(REQUEST);
		ByteBuffer answer = ByteBuffer.allocate(ANSWER);
		for (int i = 0; i < requests; i++) {
			channel.write(request.clear());
			read(channel, answer.clear());
		}
	}

	private static void read(SocketChannel channel, ByteBuffer buffer) throws IOException {
		while (buffer.hasRemaining()) {
			if (channel.read(buffer) < 0) {
				throw new EOFException();
			}
		}
	}

}
