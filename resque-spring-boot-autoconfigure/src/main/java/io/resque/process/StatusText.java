package io.resque.process;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.resque.worker.RunningJob;
import io.resque.worker.WorkerStatus;

/**
 * What workers do, in the words of Ruby's process title: a line for all of them, and one
 * for each that works.
 */
final class StatusText {

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

	private final String version;

	/**
	 * Creates it.
	 * @param version version of the library
	 */
	StatusText(String version) {
		this.version = version;
	}

	String of(WorkerStatus status) {
		if (!status.started()) {
			return "resque: Starting\n";
		}
		return Stream.concat(Stream.of(whole(status)), status.running().stream().map(StatusText::one))
			.map((line) -> "resque-" + this.version + ": " + CONTROL.matcher(line).replaceAll(" ") + "\n")
			.collect(Collectors.joining());
	}

	private static String whole(WorkerStatus status) {
		String queues = String.join(",", status.queues());
		if (status.paused()) {
			return "Paused";
		}
		return switch (status.running().size()) {
			case 0 -> "Waiting for " + queues;
			case 1 -> "Processing 1 job of " + queues;
			default -> "Processing " + status.running().size() + " jobs of " + queues;
		};
	}

	private static String one(RunningJob job) {
		return "Processing " + job.queue() + " since " + job.since().getEpochSecond() + " [" + job.name() + "] by "
				+ job.workerId();
	}

}
