package io.resque.event;

import java.util.Locale;

import org.apache.commons.logging.Log;

/**
 * Writes the log lines about records of failed jobs.
 */
final class FailureEventLog {

	private final Log logger;

	FailureEventLog(Log logger) {
		this.logger = logger;
	}

	void write(FailureEvent event) {
		if (event instanceof FailureEvent.Logged e) {
			this.logger.warn("failure of queue " + EventLog.oneLine(e.queue()) + ": "
					+ EventLog.CONTROL.matcher(e.entry()).replaceAll(" "));
		}
		else if (event instanceof FailureEvent.NotSaved e) {
			this.logger.error("Failure backend " + e.backend() + " did not take a failure of queue "
					+ EventLog.oneLine(e.queue()) + "; it is in the failed list", e.problem());
		}
		else if (event instanceof FailureEvent.Canary e) {
			String line = "Canary retry " + e.id() + " of " + EventLog.oneLine(e.jobs()) + ": "
					+ e.phase().toLowerCase(Locale.ROOT).replace('_', ' ')
					+ (e.reason().isEmpty() ? "" : ", " + EventLog.oneLine(e.reason()));
			if (e.phase().equals("STOPPED")) {
				this.logger.warn(line);
			}
			else {
				this.logger.info(line);
			}
		}
		else if (event instanceof FailureEvent.Dropped e) {
			this.logger.info(e.entries() + " failed jobs were dropped from " + EventLog.oneLine(e.failureQueue())
					+ ", the oldest: " + e.reason());
		}
	}

}
