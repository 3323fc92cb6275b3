package io.resque.worker;

import io.resque.StopRequest;
import io.resque.redis.ControlChannel;
import io.resque.redis.Sha1;
import io.resque.worker.Assignment.Run;

/**
 * Ends running jobs of this process because somebody wants it.
 */
final class RunningJobs implements ControlChannel.Orders {

	private final JobsInHand hand;

	RunningJobs(JobsInHand hand) {
		this.hand = hand;
	}

	/** Asks all to stop; what becomes of those that do not is for the limits to see. */
	void killAll() {
		this.hand.running().forEach((run) -> run.requestStop(StopRequest.killed()));
	}

	@Override
	public void kill(String workerId, String digest) {
		for (Assignment assignment : this.hand.all()) {
			Run run = assignment.run();
			byte[] record = (run != null && run.workerId().equals(workerId)) ? run.record() : null;
			if (run != null && record != null && Sha1.hex(record).equals(digest)) {
				run.requestStop(StopRequest.killed());
			}
		}
	}

}
