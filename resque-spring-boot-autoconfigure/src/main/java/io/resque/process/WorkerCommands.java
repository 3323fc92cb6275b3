package io.resque.process;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.resque.inspect.ResqueInspector;
import io.resque.inspect.WorkerInfo;
import io.resque.redis.RubyTime;
import io.resque.worker.loop.Waiter;

/**
 * Carries out commands about workers.
 */
public final class WorkerCommands {

	/** Our ids have something behind the name of the machine, and behind the pid. */
	private static final Pattern OWN_HOST = Pattern.compile("(.+)\\.[0-9a-f]{6}");

	private static final Pattern PID = Pattern.compile("(\\d{1,18})(-.+)?");

	/** What a terminal might obey; ids are whatever somebody wrote into Redis. */
	private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

	/** How long a process may take to be gone. */
	private static final Duration LONGEST_END = Duration.ofSeconds(5);

	/** The clock of this machine may differ so much from that of Redis. */
	private static final Duration CLOCKS = Duration.ofSeconds(5);

	private final ResqueInspector inspector;

	private final Set<String> machine;

	private final PrintStream out;

	/**
	 * Creates it.
	 * @param inspector knows the workers
	 * @param machine the names of this machine in worker ids
	 * @param out where to print
	 */
	public WorkerCommands(ResqueInspector inspector, Set<String> machine, PrintStream out) {
		this.inspector = inspector;
		this.machine = machine;
		this.out = out;
	}

	/**
	 * Carries out a command.
	 * @param command the command
	 * @throws CommandException when it cannot be done
	 * @throws InterruptedException when the thread was interrupted
	 */
	public void execute(ResqueCommand command) throws InterruptedException {
		String worker = String.valueOf(command.worker());
		switch (command.action()) {
			case HELP -> this.out.print(ResqueCommand.USAGE);
			case LIST -> list();
			case REMOVE -> remove(worker);
			case KILL -> kill(worker);
		}
	}

	private void list() {
		List<WorkerInfo> workers = this.inspector.workers();
		if (workers.isEmpty()) {
			this.out.println("None");
		}
		workers.forEach((worker) -> this.out.println(
				CONTROL.matcher(worker.id()).replaceAll("?") + ((worker.job() != null) ? " (working)" : " (idle)")));
	}

	private void remove(String id) {
		if (!this.inspector.removeWorker(id)) {
			throw unknown(id);
		}
		this.out.println("Removed " + id);
	}

	private void kill(String id) throws InterruptedException {
		WorkerInfo worker = this.inspector.worker(id);
		if (worker == null) {
			throw unknown(id);
		}
		ProcessHandle process = process(worker);
		end(process, id);
		this.out.println("Killed process " + process.pid() + " of " + id);
		// It may have been removed meanwhile: that is what was asked for.
		this.inspector.removeWorker(id);
		this.out.println("Removed " + id);
	}

	private ProcessHandle process(WorkerInfo worker) {
		Matcher ownHost = OWN_HOST.matcher(worker.host());
		Matcher pid = PID.matcher(worker.pid());
		if (!pid.matches()) {
			throw new CommandException(worker.id() + " is no worker id with a process id in it: nothing was killed");
		}
		if (!this.machine.contains(worker.host()) && !(ownHost.matches() && this.machine.contains(ownHost.group(1)))) {
			throw new CommandException(worker.id() + " runs on another machine; this one is " + this.machine
					+ ". Run the command there; if that machine is gone, say: resque remove ID");
		}
		ProcessHandle process = ProcessHandle.of(Long.parseLong(pid.group(1)))
			.orElseThrow(() -> new CommandException("No process " + pid.group(1) + " runs here: " + worker.id()
					+ " is gone already. To remove what is left of it, say: resque remove ID"));
		refuseAnother(process, worker);
		return process;
	}

	/** The process of the worker may be gone, and its number given to somebody else. */
	private void refuseAnother(ProcessHandle process, WorkerInfo worker) {
		Instant registered = RubyTime.parse(worker.started());
		Instant started = process.info().startInstant().orElse(null);
		if (process.equals(ProcessHandle.current())) {
			throw another(process, worker);
		}
		if (registered == null || started == null) {
			throw new CommandException("It cannot be told whether process " + process.pid() + " is the worker "
					+ worker.id() + ": nothing was killed. End the process yourself, and say: resque remove ID");
		}
		if (started.isAfter(registered.plus(CLOCKS))) {
			throw another(process, worker);
		}
	}

	private static CommandException another(ProcessHandle process, WorkerInfo worker) {
		return new CommandException("Process " + process.pid() + " started after the worker " + worker.id()
				+ " did, so it is another one: nothing was killed. To remove the worker, say: resque remove ID");
	}

	private static void end(ProcessHandle process, String id) throws InterruptedException {
		Waiter waiter = new Waiter();
		process.onExit().thenRun(waiter::wake);
		if (!process.destroyForcibly() && process.isAlive()) {
			throw new CommandException("This user may not kill process " + process.pid() + " of " + id);
		}
		if (!waiter.awaitUntil(() -> !process.isAlive(), LONGEST_END)) {
			throw new CommandException("Process " + process.pid() + " of " + id + " was sent SIGKILL and is still there"
					+ " after " + LONGEST_END.toSeconds()
					+ " s; the first process of a container, for one, cannot be killed from inside. The worker was not"
					+ " removed");
		}
	}

	private static CommandException unknown(String id) {
		return new CommandException("No worker " + id + " is registered. The ids are in: resque list");
	}

}
