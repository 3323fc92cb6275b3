package io.resque.event;

import org.apache.commons.logging.Log;

/**
 * Writes the log lines about worker processes as a whole: how they start, what they are
 * told, how they end.
 */
final class ProcessEventLog {

	private final Log logger;

	ProcessEventLog(Log logger) {
		this.logger = logger;
	}

	void write(WorkerEvent event) {
		if (event instanceof WorkerEvent.ClassicStart e) {
			String overridden = e.overridden().isEmpty() ? ""
					: "; the application says otherwise: " + String.join("; ", e.overridden());
			this.logger.info("Classic start-up: "
					+ EventLog.CONTROL.matcher(String.join("; ", e.variables()) + overridden).replaceAll(" "));
		}
		else if (event instanceof WorkerEvent.ProcessStarted e) {
			this.logger.info("Worker process " + e.number() + " starts: pid " + e.pid());
		}
		else if (event instanceof WorkerEvent.ProcessEnded e) {
			ended(e);
		}
		else if (event instanceof WorkerEvent.SignalReceived e) {
			this.logger.info("Signal " + e.name() + " received");
		}
		else if (event instanceof WorkerEvent.SupervisorStopping e) {
			this.logger.info("Supervisor stops, and waits for " + e.processes() + " worker processes");
		}
		else if (event instanceof WorkerEvent.SupervisorLost e) {
			this.logger.warn("Supervisor " + e.pid() + " is gone; this worker process stops");
		}
		else if (event instanceof WorkerEvent.StopOrdered) {
			this.logger.info("The workers of this process are told to stop from elsewhere");
		}
	}

	private void ended(WorkerEvent.ProcessEnded e) {
		String text = "Worker process " + e.number() + " (pid " + e.pid() + ") ended with exit code " + e.exitCode();
		if (e.restartIn() == null) {
			this.logger.info(text + ": its queues are empty");
		}
		else {
			this.logger.warn(text + ". It is started again in " + e.restartIn().toSeconds() + " s");
		}
	}

}
