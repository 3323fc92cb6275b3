package io.resque.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.process.Background;
import io.resque.process.OwnCommand;
import io.resque.process.PidFile;
import io.resque.process.Supervisor;
import io.resque.process.classic.ClassicStart;
import io.resque.worker.fork.ChildLauncher;

/**
 * Lets another process do the work, when Ruby's environment variables ask for the
 * background or for several processes: before any bean is made, and when the log is
 * ready.
 */
class ClassicProcess implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final List<String> TESTS = List.of("org.junit.", "org.testng.", "org.springframework.boot.test.");

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 5;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		ClassicStart start = ClassicEnvironment.start(environment);
		if (start == null || environment.getProperty(CommandLineListener.COMMAND) != null
				|| System.getProperty(ChildLauncher.SOCKET_PROPERTY) != null || isTest()) {
			return;
		}
		Path pidFile = ResqueProcessAutoConfiguration.pidFile(environment.getProperty("resque.process.pid-file"));
		if (start.background()) {
			leaveTerminal(command(event), pidFile);
		}
		else if (start.processes() > 1) {
			supervise(start, command(event), pidFile, environment);
		}
	}

	private static void leaveTerminal(OwnCommand command, @Nullable Path pidFile) {
		if (pidFile != null) {
			PidFile.checkWritable(pidFile);
		}
		try {
			Background.start(command, pidFile);
		}
		catch (IOException ex) {
			throw new IllegalStateException("The process for the background (BACKGROUND) cannot be started: " + command,
					ex);
		}
		System.exit(0);
	}

	private static void supervise(ClassicStart start, OwnCommand command, @Nullable Path pidFile,
			ConfigurableEnvironment environment) {
		ResqueEvents events = new ResqueEvents((event) -> {
		});
		PidFile written = (pidFile != null) ? PidFile.write(pidFile) : null;
		Supervisor supervisor = new Supervisor(start.processes(),
				environment.getProperty("resque.process.exit-when-empty", boolean.class, false),
				Supervisor.workers(command), events);
		SpringApplication.getShutdownHandlers().add(() -> {
			supervisor.stop();
			remove(written, events);
		});
		events.announce(new WorkerEvent.ClassicStart(start.remarks(), List.of()));
		if (environment.getProperty("resque.process.signals", boolean.class, false)) {
			supervisor.passSignalsOn();
		}
		supervisor.run();
		System.exit(0);
	}

	private static void remove(@Nullable PidFile pidFile, ResqueEvents events) {
		try {
			if (pidFile != null) {
				pidFile.remove();
			}
		}
		catch (IOException ex) {
			events.announce(new WorkerEvent.Unexpected("removing the pid file", ex));
		}
	}

	private static OwnCommand command(ApplicationEnvironmentPreparedEvent event) {
		return OwnCommand.ofThisProcess(List.of(event.getArgs()));
	}

	/** A test is no worker, whatever is in the environment of its build. */
	private static boolean isTest() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.map(StackWalker.StackFrame::getClassName)
				.anyMatch((name) -> TESTS.stream().anyMatch(name::startsWith)));
	}

}
