package io.resque.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

import io.resque.JobCodec;
import io.resque.JobRegistry;
import io.resque.event.ResqueEvents;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;
import io.resque.testsupport.TestConnections;
import io.resque.testsupport.TestFailures;
import io.resque.testsupport.WorkerMain;

/**
 * A process that may be the scheduler, to be killed.
 */
public final class SchedulerMain {

	private SchedulerMain() {
	}

	/** Arguments: URL, how long the lock holds. */
	public static void main(String[] arguments) {
		SchedulerSettings settings = new SchedulerSettings(true, Duration.parse(arguments[1]), "", ZoneId.of("UTC"),
				List.of(), null);
		Scheduler scheduler = new SchedulerServices(TestConnections.to(arguments[0]).resque(),
				new JobRegistry(List.of()), new JobCodec(new ResqueJson(JsonProfile.CLASSIC)), List.of(),
				TestFailures.recorder(), new ResqueEvents((event) -> {
				}), Clock.systemUTC())
			.scheduler(settings, "localhost:" + ProcessHandle.current().pid(), true,
					new Declarations(new ResqueJson(JsonProfile.CLASSIC)), "test");
		WorkerMain.endWithTheTest();
		scheduler.start();
	}

}
