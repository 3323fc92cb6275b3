package io.resque.worker.fork;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Frames over a Unix domain socket: four bytes of length, then as many bytes. An
 * interrupt ends a wait and leaves the connection as it is. Several threads may send, one
 * at a time receives.
 */
final class Link implements AutoCloseable {

	/** As large as a value of Redis, and some room. */
	private static final int LONGEST = 600 * 1024 * 1024;

	private static final int BUFFER = 16 * 1024;

	private static final long WRITE_LOOK_MILLIS = 1000;

	private final SocketChannel channel;

	private final Selector readable;

	/** What has come and was not taken, from position to limit. */
	private ByteBuffer received = ByteBuffer.allocate(BUFFER).limit(0);

	/**
	 * Creates a link.
	 * @param channel a connected channel, closed with the link
	 */
	Link(SocketChannel channel) throws IOException {
		this.channel = channel;
		channel.configureBlocking(false);
		this.readable = Selector.open();
		channel.register(this.readable, SelectionKey.OP_READ);
	}

	/** Sends frames, one behind the other. */
	synchronized void send(byte[]... frames) throws IOException {
		int length = Arrays.stream(frames).mapToInt((frame) -> Integer.BYTES + frame.length).sum();
		ByteBuffer bytes = ByteBuffer.allocate(length);
		for (byte[] frame : frames) {
			bytes.putInt(frame.length).put(frame);
		}
		bytes.flip();
		this.channel.write(bytes);
		if (bytes.hasRemaining()) {
			sendRest(bytes);
		}
	}

	/** The other end does not read just now. */
	private void sendRest(ByteBuffer bytes) throws IOException {
		boolean interrupted = false;
		try (Selector writable = Selector.open()) {
			this.channel.register(writable, SelectionKey.OP_WRITE);
			while (bytes.hasRemaining()) {
				interrupted |= Thread.interrupted();
				writable.select((key) -> {
				}, WRITE_LOOK_MILLIS);
				this.channel.write(bytes);
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Receives a frame.
	 * @param timeout how long to wait for it; zero looks without waiting
	 * @return the frame, or null when none came in time
	 * @throws EOFException when the other end is gone
	 * @throws InterruptedException when interrupted; nothing of a frame is lost
	 */
	byte @Nullable [] receive(Duration timeout) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		byte[] frame = next();
		while (frame == null) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			long millis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
			boolean last = millis <= 0;
			if (!last) {
				this.readable.select((key) -> {
				}, millis);
			}
			if (read() == 0 && last) {
				return null;
			}
			frame = next();
		}
		return frame;
	}

	private int read() throws IOException {
		this.received.compact();
		int read = this.channel.read(this.received);
		this.received.flip();
		if (read < 0) {
			throw new EOFException("The other end has closed the connection");
		}
		return read;
	}

	/** A whole frame of what was received; makes room for one that does not fit. */
	private byte @Nullable [] next() throws IOException {
		if (this.received.remaining() < Integer.BYTES) {
			return null;
		}
		int length = this.received.getInt(this.received.position());
		if (length < 0 || length > LONGEST) {
			throw new IOException("A frame of " + length + " bytes: the other end speaks something else");
		}
		if (this.received.remaining() < Integer.BYTES + length) {
			if (this.received.capacity() < Integer.BYTES + length) {
				this.received = ByteBuffer.allocate(Integer.BYTES + length).put(this.received).flip();
			}
			return null;
		}
		byte[] frame = new byte[length];
		this.received.position(this.received.position() + Integer.BYTES).get(frame);
		if (this.received.capacity() > BUFFER && this.received.remaining() < BUFFER) {
			this.received = ByteBuffer.allocate(BUFFER).put(this.received).flip();
		}
		return frame;
	}

	@Override
	public void close() {
		try {
			this.channel.close();
			this.readable.close();
		}
		catch (IOException ex) {
			// There is nothing left to be done with it.
		}
	}

}
