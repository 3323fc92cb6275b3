package io.resque.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.resque.worker.loop.Waiter;

/**
 * Notices in a worker process that its supervisor is gone. By looking at the parent of
 * this process, which changes even when nobody collects the dead supervisor.
 */
public final class SupervisorWatch {

	/**
	 * Environment variable with the process id of the supervisor, and when it started the
	 * worker.
	 */
	public static final String VARIABLE = "RESQUE_SUPERVISOR";

	private static final Pattern VALUE = Pattern.compile("(\\d{1,18})(?::(\\d{1,18}))?");

	/** How long a worker may take to look for its supervisor. */
	private static final Duration START = Duration.ofMinutes(1);

	private static final Duration LOOK = Duration.ofSeconds(1);

	private final long supervisor;

	private SupervisorWatch(long supervisor) {
		this.supervisor = supervisor;
	}

	/**
	 * The watch that this process needs.
	 * @param environment the environment of this process
	 * @return the watch; null when it has no supervisor, or has the variable only because
	 * a worker started it, or something of a worker long ago, and handed its environment
	 * on
	 */
	public static @Nullable SupervisorWatch of(Map<String, String> environment) {
		Matcher value = VALUE.matcher(environment.getOrDefault(VARIABLE, ""));
		if (!value.matches()) {
			return null;
		}
		SupervisorWatch watch = new SupervisorWatch(Long.parseLong(value.group(1)));
		boolean justGone = !watch.isAlive() && startedNow(value.group(2));
		return (watch.isParent() || justGone) ? watch : null;
	}

	/** What a supervisor tells a worker that it starts now. */
	static String value() {
		return ProcessHandle.current().pid() + ":" + Instant.now().getEpochSecond();
	}

	private static boolean startedNow(@Nullable String epochSecond) {
		long seconds = (epochSecond != null) ? Long.parseLong(epochSecond) : 0;
		return Math.abs(Instant.now().getEpochSecond() - seconds) < START.toSeconds();
	}

	/** Process id of the supervisor. */
	public long supervisor() {
		return this.supervisor;
	}

	/**
	 * Has something done, in a thread of its own, when the supervisor is gone.
	 * @param gone what to do
	 */
	public void start(Runnable gone) {
		Thread thread = new Thread(() -> {
			awaitItsEnd();
			gone.run();
		}, "resque supervisor watch");
		thread.setDaemon(true);
		thread.start();
	}

	private void awaitItsEnd() {
		Waiter waiter = new Waiter();
		while (isParent() && isAlive()) {
			try {
				waiter.await(LOOK);
			}
			catch (InterruptedException ex) {
				// Nobody ends the watch in this way; a stray interrupt must not.
			}
		}
	}

	private boolean isParent() {
		Optional<ProcessHandle> parent = ProcessHandle.current().parent();
		return parent.isPresent() && parent.get().pid() == this.supervisor;
	}

	private boolean isAlive() {
		return ProcessHandle.of(this.supervisor).map(ProcessHandle::isAlive).orElse(false);
	}

}
