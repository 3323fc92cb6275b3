package io.resque.worker.fork;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.resque.StopRequest;
import io.resque.worker.fork.Message.Kind;
import io.resque.worker.loop.Waiter;

/**
 * The child's end of the connection to its parent. From the start on it is watched, so
 * that a child never outlives its parent.
 */
public final class ChildLink {

	/** How often to look at the connection while nobody reads from it. */
	private static final Duration LOOK = Duration.ofMillis(100);

	/** How long hooks at the end of this process may take. */
	private static final Duration LAST_WORDS = Duration.ofSeconds(10);

	private static final Duration HELLO = Duration.ofSeconds(10);

	private static final Duration LONG = Duration.ofHours(1);

	private final Link link;

	private final Runnable parentGone;

	private final Map<String, String> properties;

	private final ReentrantLock reading = new ReentrantLock();

	private final Waiter waiter = new Waiter();

	private final Queue<Message> unread = new ArrayDeque<>();

	private @Nullable Consumer<StopRequest> stop;

	/** A request to stop that came before its job was known. */
	private @Nullable StopRequest stopEarly;

	/** Whether it has nothing to do: then it is for the main thread to see the end. */
	private volatile boolean idle;

	private ChildLink(Link link, Map<String, String> properties, Runnable parentGone) {
		this.link = link;
		this.properties = properties;
		this.parentGone = parentGone;
	}

	/**
	 * Connects to the parent.
	 * @param socket its socket
	 * @param parentGone what to do when it is gone: ending this process
	 * @return the link
	 * @throws IOException when there is no parent, or one of another version
	 */
	public static ChildLink connect(Path socket, Runnable parentGone) throws IOException {
		Link link = new Link(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
		try {
			Message hello = Message.receive(link, HELLO);
			if (hello == null || hello.kind() != Kind.HELLO) {
				throw new IOException("The parent says nothing");
			}
			if (hello.number("version") != Message.VERSION) {
				throw new IOException("The parent speaks version " + hello.text("version") + ", this child "
						+ Message.VERSION + ": start both with the same library");
			}
			ChildLink child = new ChildLink(link, hello.texts("properties"), parentGone);
			child.watch();
			return child;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted", ex);
		}
	}

	/** Properties that the parent hands on to the child's context. */
	public Map<String, String> properties() {
		return this.properties;
	}

	/** Says that jobs may come. */
	void ready() throws IOException {
		this.idle = true;
		send(Message.of(Kind.READY));
	}

	/** Says something. */
	void send(Message message) throws IOException {
		message.send(this.link);
	}

	/** Waits for what the parent says next. */
	Message receive() throws IOException, InterruptedException {
		this.reading.lockInterruptibly();
		try {
			Message next = this.unread.poll();
			while (next == null) {
				next = read(LONG);
			}
			return next;
		}
		finally {
			this.reading.unlock();
		}
	}

	/**
	 * Whether the worker still owns the job. Asked in the thread of the job, which may be
	 * interrupted.
	 */
	boolean askOwner() {
		boolean interrupted = Thread.interrupted();
		this.reading.lock();
		try {
			send(Message.of(Kind.OWNER));
			while (true) {
				try {
					Message answer = read(LONG);
					if (answer != null && answer.kind() == Kind.OWNER) {
						return answer.flag("owner");
					}
					if (answer != null) {
						this.unread.add(answer);
					}
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (IOException ex) {
			this.parentGone.run();
			return false;
		}
		finally {
			this.reading.unlock();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** A job runs, and this is what to do when the parent asks it to stop. */
	synchronized void begin(Consumer<StopRequest> stop) {
		this.idle = false;
		this.stop = stop;
		StopRequest early = this.stopEarly;
		if (early != null) {
			stop.accept(early);
		}
	}

	/** No job runs. */
	synchronized void end() {
		this.stop = null;
		this.idle = true;
	}

	private synchronized void stop(StopRequest request) {
		Consumer<StopRequest> present = this.stop;
		this.stopEarly = (present != null) ? null : request;
		if (present != null) {
			present.accept(request);
		}
	}

	/** Tells the parent that this process exits because somebody in it said so. */
	void exiting() {
		try {
			send(Message.of(Kind.EXITING));
		}
		catch (IOException ex) {
			// The parent is gone, and so nobody wants to know.
		}
	}

	private @Nullable Message read(Duration timeout) throws IOException, InterruptedException {
		Message message = Message.receive(this.link, timeout);
		if (message == null || message.kind() != Kind.STOP) {
			return message;
		}
		stop(message.stopRequest());
		return null;
	}

	private void watch() {
		Thread watcher = new Thread(() -> {
			try {
				lookUntilTheEnd();
				for (long looks = LAST_WORDS.dividedBy(LOOK); this.idle && looks > 0; looks--) {
					this.waiter.await(LOOK);
				}
			}
			catch (InterruptedException ex) {
				// Nobody has a reason to; without a watcher there is no child.
			}
			this.parentGone.run();
		}, "resque parent watch");
		watcher.setDaemon(true);
		watcher.start();
	}

	private void lookUntilTheEnd() throws InterruptedException {
		while (true) {
			this.waiter.await(LOOK);
			try {
				look();
			}
			catch (IOException ex) {
				return;
			}
			catch (Error ex) {
				// A job may use up what all need, and end well all the same.
			}
		}
	}

	/** A thread that waits for the parent sees by itself whether it is there. */
	private void look() throws IOException, InterruptedException {
		if (this.reading.tryLock()) {
			try {
				Message message = read(Duration.ZERO);
				if (message != null) {
					this.unread.add(message);
				}
			}
			finally {
				this.reading.unlock();
			}
		}
	}

}
