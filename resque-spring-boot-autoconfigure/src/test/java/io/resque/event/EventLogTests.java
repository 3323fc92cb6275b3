package io.resque.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.resque.Again;
import io.resque.Job;
import io.resque.event.OperatorEvent.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each kind of event is one line, at its level, with what an operator needs to know.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventLogTests {

	private static final Job JOB = new Job("low", "Archive", List.of(44, "master"));

	private static final IllegalStateException BOOM = new IllegalStateException("boom");

	private final EventLog log = new EventLog();

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	@AfterEach
	void resetLevel() {
		this.logging.setLogLevel("io.resque", LogLevel.INFO);
	}

	static Stream<Line> lines() {
		return Stream.of(jobs(), failures(), operators(), workers(), troubles(), children(), processes(), schedules())
			.flatMap(Function.identity());
	}

	private static Stream<Line> jobs() {
		return Stream.of(
				line("DEBUG", new JobEvent.Performed(JOB, "w1", Duration.ofMillis(12)), "Archive", "12 ms", "w1"),
				line("INFO", new JobEvent.Skipped(JOB, "w1"), "Archive", "unperformed"),
				line("WARN", new JobEvent.Failed(JOB, "w1", BOOM), "Archive", "w1", "IllegalStateException: boom"),
				line("WARN", new JobEvent.RunsAgain(JOB, "w1", Again.in(Duration.ofMillis(1500)), BOOM), "failed: ",
						"Archive", "w1", "runs again in 1500 ms", "IllegalStateException: boom"),
				line("INFO", new JobEvent.RunsAgain(JOB, "w1", new Again(Duration.ZERO, "low", null, false), null),
						"Archive", "runs again on queue low"),
				line("WARN", new JobEvent.Parked("low", "w1", "class is missing"), "low", "class is missing"),
				line("WARN", new JobEvent.LateResult("low", "Archive", "w1", 7, "its lease was lost"), "Archive", "low",
						"token 7", "w1", "its lease was lost"),
				line("ERROR", new JobEvent.Deaf(JOB, "w1", "resque default-1", "a.B.c(B.java:3)"), "Archive", "w1",
						"resque default-1", "a.B.c(B.java:3)"),
				line("ERROR", new JobEvent.CrashFailed("low", "Archive", "w1", "Poison pill", List.of("c1")), "Archive",
						"low", "Poison pill", "c1"));
	}

	private static Stream<Line> failures() {
		return Stream.of(
				line("WARN", new FailureEvent.Logged("lo\nw", "{\"error\":\"" + "x".repeat(50_000) + "\"}"),
						"failure of queue lo w: {\"error\":\"xxx", "xx\"}"),
				line("ERROR", new FailureEvent.NotSaved("pager", "low", BOOM), "pager", "low",
						"it is in the failed list"),
				line("INFO", new FailureEvent.Dropped("lo\nw_failed", 4711, "resque.failure.keep is 1000"),
						"4711 failed jobs were dropped from lo w_failed", "resque.failure.keep is 1000"),
				line("INFO", new FailureEvent.Canary("0815", "job Pay", "GOING_ON", "10 of the first\n10 passed"),
						"Canary retry 0815 of job Pay: going on, 10 of the first 10 passed"),
				line("WARN", new FailureEvent.Canary("0815", "job Pay", "STOPPED", "3 of 10 did not pass"),
						"Canary retry 0815 of job Pay: stopped, 3 of 10 did not pass"));
	}

	private static Stream<Line> operators() {
		return Stream.of(line("INFO",
				new OperatorEvent("ada", "failed/clear", Map.of("queue", "low_failed", "job", "Pay"), Outcome.DONE,
						"cleared", 12),
				"Operator \"ada\", failed/clear (job=\"Pay\", queue=\"low_failed\"): done, cleared, 12 changed"),
				line("INFO",
						new OperatorEvent("a\r\nb\u2028\u0085\u202Ec\"", "x\ny", Map.of("q\n", "\\\", of=\"\n"),
								Outcome.REFUSED, "form\n", 0),
						"Operator \"a  b   c\\\"\", x y (q =\"\\\\\\\", of=\\\" \"): refused, form , 0 changed"));
	}

	private static Stream<Line> workers() {
		return Stream.of(line("INFO", new WorkerEvent.Started("p1", List.of("w1", "w2")), "w1", "w2"),
				line("INFO", new WorkerEvent.Stopping(3, Duration.ofMillis(20)), "3", "20 ms"),
				line("INFO", new WorkerEvent.Stopped(true), "Workers stopped"),
				line("INFO", new WorkerEvent.Stopped(false), "Workers stopped", "another process recovers"),
				line("DEBUG", new WorkerEvent.Starting(), "start"), line("INFO", new WorkerEvent.Pausing(), "paused"),
				line("INFO", new WorkerEvent.Resumed(), "take jobs again"),
				line("INFO", new WorkerEvent.StopOrdered(), "told to stop"),
				line("INFO", new WorkerEvent.WorkedOff(), "all jobs are done: the application exits"),
				line("INFO", new WorkerEvent.QueuesPaused("default", Set.of("lo\nw")), "default are paused: lo w"),
				line("INFO", new WorkerEvent.QueuesPaused("default", Set.of()), "default is paused any more"),
				line("DEBUG", new WorkerEvent.QueueEmpty("default"), "default"),
				line("INFO", new WorkerEvent.GivenBack(3, "the reason"), "3", "the reason"));
	}

	private static Stream<Line> troubles() {
		return Stream.of(line("WARN", new WorkerEvent.Doubtful("No AOF"), "No AOF"),
				line("WARN", new WorkerEvent.LeaseLost("p1", List.of("j1", "j2")), "p1", "j1", "j2"),
				line("WARN", new WorkerEvent.LeaseLost("p1", Collections.nCopies(2000, "j1")), "[j1, j1, ",
						"j1] and 1980 more"),
				line("WARN", new WorkerEvent.Recovered("p1", "vm:1", 3, 1), "p1", "vm:1", "3", "1"),
				line("WARN", new WorkerEvent.Pruned("w1", true), "w1", "failed list"),
				line("WARN", new WorkerEvent.Pruned("w1", false), "w1"),
				line("WARN", new WorkerEvent.RedisLost("fetch", "refused"), "fetch", "refused"),
				line("INFO", new WorkerEvent.RedisBack(Duration.ofMillis(1500)), "1500 ms"),
				line("ERROR", new WorkerEvent.QueueUnreadable("low: WRONGTYPE"), "low: WRONGTYPE"),
				line("ERROR", new WorkerEvent.Unexpected("fetching", BOOM), "fetching"));
	}

	private static Stream<Line> children() {
		return Stream.of(
				line("DEBUG", new WorkerEvent.ChildStarted("reports", 4711, Duration.ofMillis(900)), "4711", "reports",
						"900 ms"),
				line("ERROR", new WorkerEvent.ChildNotStarted("reports", "exit code 1", Duration.ofSeconds(2)),
						"reports", "exit code 1"),
				line("INFO", new WorkerEvent.ChildPrinted(4711, "a\rb"), "[child 4711] a b"));
	}

	private static Stream<Line> processes() {
		return Stream.of(
				line("INFO", new WorkerEvent.ClassicStart(List.of("QUEUE=a", "COUNT=2\n"), List.of()),
						"Classic start-up: QUEUE=a; COUNT=2 "),
				line("INFO", new WorkerEvent.ClassicStart(List.of("QUEUE=a"), List.of("b=c")),
						"the application says otherwise: b=c"),
				line("INFO", new WorkerEvent.ProcessStarted(2, 4711), "process 2 starts: pid 4711"),
				line("WARN", new WorkerEvent.ProcessEnded(2, 4711, 137, Duration.ofSeconds(4)), "4711", "137", "4 s"),
				line("INFO", new WorkerEvent.ProcessEnded(2, 4711, 0, null), "4711", "queues are empty"),
				line("INFO", new WorkerEvent.SignalReceived("USR2"), "USR2 received"),
				line("INFO", new WorkerEvent.SupervisorStopping(5), "waits for 5"),
				line("WARN", new WorkerEvent.SupervisorLost(4711), "Supervisor 4711 is gone"));
	}

	private static Stream<Line> schedules() {
		Instant due = Instant.parse("2026-11-26T02:00:00Z");
		return Stream.of(line("INFO", new ScheduleEvent.Leading("vm:1", null), "This process is the scheduler: vm:1"),
				line("INFO", new ScheduleEvent.Following("vm:2"), "Another process is the scheduler: vm:2"),
				line("INFO", new ScheduleEvent.SteppedDown(false), "no longer the scheduler"),
				line("WARN", new ScheduleEvent.SteppedDown(true), "did not keep the lock in time"),
				line("DEBUG", new ScheduleEvent.DelayedEnqueued(3), "3 delayed jobs"),
				line("WARN", new ScheduleEvent.DelayedProblem(JOB, "a hook failed", null), "Archive", "a hook failed"),
				line("WARN", new ScheduleEvent.DelayedProblem(null, "no\nqueue", null), "item: no queue"),
				line("DEBUG", new ScheduleEvent.Enqueued("nightly", JOB, due, Duration.ofMillis(7)), "nightly",
						"2026-11-26T02:00:00Z", "Archive", "7 ms"),
				line("INFO", new ScheduleEvent.Cancelled("nightly", JOB), "nightly", "told to end"),
				line("INFO", new ScheduleEvent.Skipped("nightly", due, "it still runs"), "nightly",
						"2026-11-26T02:00:00Z", "it still runs"),
				line("ERROR", new ScheduleEvent.Refused("night\nly", "no cron"), "night ly is left out", "no cron"),
				line("INFO", new ScheduleEvent.Withdrawn("nightly", "billing"), "nightly is removed", "billing"),
				line("INFO", new ScheduleEvent.Loaded(4), "follows 4 schedules"));
	}

	@Test
	void whoTakesOverFromRubyIsTold(CapturedOutput output) {
		this.log.write(new ScheduleEvent.Leading("vm:1", "localhost:5316"));
		assertThat(output).contains("WARN").contains("Ruby's (localhost:5316)").contains("persist: true");
	}

	@ParameterizedTest
	@MethodSource("lines")
	void eachEventIsOneLine(Line line, CapturedOutput output) {
		this.logging.setLogLevel("io.resque", LogLevel.INFO);
		this.log.write(line.event());
		if (line.level().equals("DEBUG")) {
			assertThat(written(output)).isEmpty();
			this.logging.setLogLevel("io.resque", LogLevel.DEBUG);
			this.log.write(line.event());
		}
		assertThat(written(output)).singleElement()
			.satisfies((text) -> assertThat(text).contains(line.level() + " ").contains(line.texts()));
	}

	@Test
	void everyKindOfEventHasALine() {
		Set<Class<?>> kinds = Arrays.stream(ResqueEvent.class.getPermittedSubclasses())
			.flatMap((type) -> type.isRecord() ? Stream.of(type) : Arrays.stream(type.getPermittedSubclasses()))
			.collect(Collectors.toSet());
		assertThat(lines().map((line) -> line.event().getClass()).collect(Collectors.toSet())).isEqualTo(kinds);
	}

	@Test
	void theStackOfAFailureIsThereForWhoAsksForIt(CapturedOutput output) {
		this.logging.setLogLevel("io.resque", LogLevel.DEBUG);
		this.log.write(new JobEvent.Failed(JOB, "w1", BOOM));
		assertThat(output).contains("at " + getClass().getName());
	}

	@Test
	void whatNobodyExpectedComesWithItsStack(CapturedOutput output) {
		this.log.write(new WorkerEvent.Unexpected("fetching", BOOM));
		assertThat(output).contains("at " + getClass().getName());
	}

	@Test
	void aListenerThatThrowsIsOneMoreLine(CapturedOutput output) {
		new ResqueEvents((event) -> {
			throw BOOM;
		}).announce(new WorkerEvent.Stopped(true));
		assertThat(written(output)).hasSize(2).last().asString().contains("ERROR", "listeners about Stopped");
	}

	private static List<String> written(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.contains("io.resque ")).toList();
	}

	private static Line line(String level, ResqueEvent event, String... texts) {
		return new Line(level, event, texts);
	}

	private record Line(String level, ResqueEvent event, String[] texts) {

		@Override
		public String toString() {
			return this.event.getClass().getSimpleName();
		}

	}

}
