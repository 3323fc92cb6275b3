package io.resque.process;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Who ends, who is started again, and when.
 */
@Timeout(30)
class SupervisorTests {

	private final Queue<Object> announced = new ConcurrentLinkedQueue<>();

	private final ResqueEvents events = new ResqueEvents(this.announced::add);

	@Test
	void endsWithTheLastWorkerThatFindsItsQueuesEmptyAndReplacesTheOneThatFails() {
		Queue<Integer> exitCodes = new ConcurrentLinkedQueue<>(List.of(0, 3, 0));
		new Supervisor(2, true, () -> shell("exit " + exitCodes.remove()), this.events).run();
		assertThat(exitCodes).isEmpty();
		assertThat(this.announced).filteredOn(WorkerEvent.ProcessEnded.class::isInstance)
			.map(WorkerEvent.ProcessEnded.class::cast)
			.extracting(WorkerEvent.ProcessEnded::exitCode, (event) -> event.restartIn() == null)
			.containsExactlyInAnyOrder(tuple(0, true), tuple(3, false), tuple(0, true));
	}

	@Test
	void aWorkerThatEndsWithoutBeingToldToIsReplaced() throws Exception {
		Queue<String> commands = new ConcurrentLinkedQueue<>(List.of("exit 0", "exec sleep 60"));
		Supervisor supervisor = new Supervisor(1, false, () -> shell(commands.remove()), this.events);
		Thread running = new Thread(supervisor::run);
		running.start();
		await().until(commands::isEmpty);
		supervisor.stop();
		running.join();
		assertThat(this.announced).last().isInstanceOf(WorkerEvent.SupervisorStopping.class);
	}

	@Test
	void aProcessThatCannotBeStartedIsTriedAgain() {
		Queue<String> commands = new ConcurrentLinkedQueue<>(List.of("", "exit 0"));
		new Supervisor(1, true, () -> {
			String command = commands.remove();
			if (command.isEmpty()) {
				throw new IOException("no more processes");
			}
			return shell(command);
		}, this.events).run();
		assertThat(this.announced.stream().map((event) -> event.getClass().getSimpleName()))
			.containsExactly("Unexpected", "ProcessStarted", "ProcessEnded");
	}

	@Test
	void theFirstReplacementComesAtOnceAndTheOthersLaterAndLater() {
		assertThat(IntStream.rangeClosed(0, 9).mapToLong((deaths) -> WorkerSeat.delay(deaths).toSeconds()))
			.containsExactly(0L, 0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
	}

	@Test
	void onlyAChildOfTheSupervisorIsItsWorker() {
		long parent = ProcessHandle.current().parent().orElseThrow().pid();
		assertThat(watch(Long.toString(parent))).isNotNull();
		assertThat(watch(Long.toString(ProcessHandle.current().pid()))).as("handed on by a worker").isNull();
		long now = Instant.now().getEpochSecond();
		assertThat(watch("999999999:" + now)).as("just gone").isNotNull();
		assertThat(watch("999999999:" + (now - 61))).as("handed on and on").isNull();
		assertThat(watch("999999999")).as("nobody knows when").isNull();
		assertThat(watch(SupervisorWatch.value())).as("handed on by a worker").isNull();
		assertThat(watch("none")).isNull();
		assertThat(SupervisorWatch.of(Map.of())).isNull();
	}

	private static SupervisorWatch watch(String pid) {
		return SupervisorWatch.of(Map.of(SupervisorWatch.VARIABLE, pid));
	}

	private static Process shell(String command) throws IOException {
		return new ProcessBuilder("sh", "-c", command).start();
	}

}
