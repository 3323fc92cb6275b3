package io.resque.redis;

import java.util.ArrayList;
import java.util.List;

import io.resque.redis.Aftermath.Rerun;
import io.resque.redis.InFlightStore.Finish;

/**
 * One call of {@code finish_with.lua}.
 */
final class FinishWithCall {

	private final List<byte[]> arguments = new ArrayList<>();

	FinishWithCall(byte[] prefix) {
		this.arguments.add(prefix);
	}

	void add(FinishedJob job) {
		Aftermath aftermath = (job.aftermath() != null) ? job.aftermath() : Aftermath.NOTHING;
		word(Long.toString(job.token()));
		word(job.workerId());
		word(job.failed() ? "1" : "0");
		FailedEntry entry = job.entry();
		word((entry != null) ? entry.failureQueue() : "");
		this.arguments.add((entry != null) ? entry.bytes() : new byte[0]);
		word((job.suspectDigest() != null) ? job.suspectDigest() : "");
		word(job.recorded() ? "1" : "0");
		word(job.counted() ? "1" : "0");
		Rerun rerun = aftermath.rerun();
		word((rerun != null) ? rerun.place() : "");
		word((rerun != null) ? rerun.queue() : "");
		word((rerun != null) ? Long.toString(rerun.delay().toMillis()) : "");
		this.arguments.add((rerun != null) ? rerun.bytes() : new byte[0]);
		word(Integer.toString(aftermath.commands().size()));
		for (List<String> command : aftermath.commands()) {
			word(Integer.toString(command.size()));
			command.forEach(this::word);
		}
	}

	private void word(String text) {
		this.arguments.add(Keyspace.bytes(text));
	}

	List<byte[]> arguments() {
		return this.arguments;
	}

	/**
	 * What became of each job; a text is the error of a command of an acknowledged one.
	 */
	static List<Finish> results(List<Object> answer) {
		return answer.stream()
			.map((result) -> (result instanceof Long number) ? Finish.of(number) : Finish.COMMAND_REFUSED)
			.toList();
	}

}
