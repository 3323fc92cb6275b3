package io.resque.process;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Handles signals of the operating system. The one place that knows the JDK's unsupported
 * interface for it, by reflection: the compiler warns of it in a way that cannot be
 * suppressed.
 */
public final class Signals {

	private Signals() {
	}

	/**
	 * Has something done when a signal comes, instead of what the JVM or the system does.
	 * @param name the signal, without "SIG"
	 * @param action what to do, in a thread of its own
	 * @return whether this JVM lets go of the signal
	 */
	public static boolean handle(String name, Runnable action) {
		try {
			Class<?> signal = Class.forName("sun.misc.Signal");
			Class<?> handler = Class.forName("sun.misc.SignalHandler");
			MethodHandle run = MethodHandles.publicLookup()
				.findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
				.bindTo(action);
			signal.getMethod("handle", signal, handler)
				.invoke(null, signal.getConstructor(String.class).newInstance(name),
						MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal)));
			return true;
		}
		catch (ReflectiveOperationException ex) {
			// The signal does not exist here, or the JVM keeps it (-Xrs).
			return false;
		}
	}

	/**
	 * Ignores the signals that a terminal sends to all processes in it: what becomes of a
	 * child is for its parent to say. By handlers that do nothing, because what the
	 * system itself ignores would be ignored by the processes that jobs start, too.
	 */
	public static void ignoreTerminal() {
		List.of("INT", "TERM", "HUP").forEach((name) -> handle(name, () -> {
		}));
	}

}
