package io.resque.autoconfigure;

import java.io.PrintStream;
import java.util.function.IntConsumer;

/**
 * Where a command answers, and how it ends. The one place that prints: the answer of a
 * command is no log.
 *
 * @param out for what was asked for
 * @param err for what went wrong
 * @param exit ends the process with an exit code
 */
record Terminal(PrintStream out, PrintStream err, IntConsumer exit) {

	/** That of this process. */
	static Terminal ofProcess() {
		return new Terminal(System.out, System.err, System::exit);
	}

	/** Says what went wrong, and ends. */
	void fail(String problem) {
		this.err.println("resque: " + problem);
		this.exit.accept(1);
	}

}
