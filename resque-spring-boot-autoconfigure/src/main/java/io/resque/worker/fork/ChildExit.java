package io.resque.worker.fork;

import java.util.Map;

import io.resque.failure.ReportedFailure;

/**
 * How a child ended, in the words of Ruby's Resque (signals) and of php-resque (exit
 * codes).
 *
 * @param pid the child
 * @param code its exit code; 128 and the number of a signal that ended it
 * @param ordered whether something in the child called for the exit, so that a code of
 * more than 128 is no signal
 */
record ChildExit(long pid, int code, boolean ordered) {

	private static final int SIGNALLED = 128;

	/** Those that have one number everywhere. */
	private static final Map<Integer, String> SIGNALS = Map.ofEntries(Map.entry(1, "SIGHUP"), Map.entry(2, "SIGINT"),
			Map.entry(3, "SIGQUIT"), Map.entry(4, "SIGILL"), Map.entry(5, "SIGTRAP"), Map.entry(6, "SIGABRT"),
			Map.entry(8, "SIGFPE"), Map.entry(9, "SIGKILL"), Map.entry(11, "SIGSEGV"), Map.entry(13, "SIGPIPE"),
			Map.entry(14, "SIGALRM"), Map.entry(15, "SIGTERM"));

	/** What is recorded of the job that it had. */
	ReportedFailure failure() {
		if (this.ordered || this.code <= SIGNALLED) {
			return ReportedFailure.dirtyExit("Job exited with exit code " + this.code, true);
		}
		int signal = this.code - SIGNALLED;
		return ReportedFailure.dirtyExit("Child process received unhandled signal pid " + this.pid + " "
				+ SIGNALS.getOrDefault(signal, "SIG" + signal) + " (signal " + signal + ")", false);
	}

}
