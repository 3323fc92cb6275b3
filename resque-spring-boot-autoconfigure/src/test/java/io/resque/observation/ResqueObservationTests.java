package io.resque.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import io.resque.Again;
import io.resque.AroundEnqueue.Call;
import io.resque.Job;
import io.resque.JobCodec;
import io.resque.JobContext;
import io.resque.RunNotes;
import io.resque.StopRequest;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class ResqueObservationTests {

	private static final JobCodec CODEC = new JobCodec(new ResqueJson(JsonProfile.CLASSIC));

	private final List<Observation.Context> ended = new ArrayList<>();

	private final ObservationRegistry registry = registry();

	private final EnqueueObservation enqueue = new EnqueueObservation(() -> this.registry, () -> null);

	private final PerformObservation perform = new PerformObservation(() -> this.registry, () -> null, CODEC);

	private final RunNotes notes = new RunNotes();

	@Test
	void eachOutcomeOfARunIsTold() throws Throwable {
		assertThat(this.perform.run(run("a"), () -> true)).isTrue();
		assertThat(this.perform.run(run("b"), () -> false)).isFalse();
		IllegalStateException failure = new IllegalStateException("broken");
		assertThatThrownBy(() -> this.perform.run(run("c"), () -> {
			throw failure;
		})).isSameAs(failure);
		assertThatThrownBy(() -> this.perform.run(run("d"), () -> {
			throw StopRequest.shutdown().exception();
		})).isInstanceOf(RuntimeException.class);
		this.notes.runAgain(Again.in(Duration.ofSeconds(1)));
		this.perform.run(run("e"), () -> false);
		assertThatThrownBy(() -> this.perform.run(run("f"), () -> {
			throw failure;
		})).isSameAs(failure);
		assertOutcome("a", "performed", null);
		assertOutcome("b", "skipped", null);
		assertOutcome("c", "failed", failure);
		assertOutcome("d", "unfinished", null);
		assertOutcome("e", "again", null);
		assertOutcome("f", "again", failure);
	}

	@Test
	void eachOutcomeOfACallIsTold() {
		assertThat(this.enqueue.enqueue(new Call("a", "Note", 3, false), (trace) -> 2)).isEqualTo(2);
		this.enqueue.enqueue(new Call("b", "Note", 1, true), (trace) -> 1);
		this.enqueue.enqueue(new Call("c", "Note", 1, false), (trace) -> 0);
		this.enqueue.enqueue(new Call("d", "Note", 0, false), (trace) -> 0);
		IllegalStateException failure = new IllegalStateException("no Redis");
		assertThatThrownBy(() -> this.enqueue.enqueue(new Call("e", "Note", 1, false), (trace) -> {
			throw failure;
		})).isSameAs(failure);
		assertOutcome("a", "enqueued", null);
		assertOutcome("b", "delayed", null);
		assertOutcome("c", "refused", null);
		assertOutcome("d", "enqueued", null);
		assertOutcome("e", "failed", failure);
	}

	@Test
	void withoutATracerNothingIsCarried() {
		this.enqueue.enqueue(new Call("a", "Note", 1, false), (trace) -> {
			assertThat(trace).isEmpty();
			return 1;
		});
	}

	@Test
	void theOutcomeIsUnknownWhileItRunsAndTheRunIsTheCurrentObservation() throws Throwable {
		this.perform.run(run("a"), () -> {
			Observation current = this.registry.getCurrentObservation();
			assertThat(current).isNotNull();
			assertThat(current.getContext().getName()).isEqualTo("resque.perform");
			assertThat(current.getContext().getLowCardinalityKeyValue("outcome"))
				.isEqualTo(KeyValue.of("outcome", "none"));
			return true;
		});
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void namesBeyondTheirNumberAreObservedTogether() throws Throwable {
		for (int i = 0; i < ObservedNames.MAX_JOBS + 20; i++) {
			String job = "Job" + i;
			this.enqueue.enqueue(new Call("queue" + i, job, 1, false), (trace) -> 1);
		}
		assertThat(tags("class")).hasSize(ObservedNames.MAX_JOBS + 1).contains("Job0", "(other)");
		assertThat(tags("queue")).hasSize(JobMeters.MAX_QUEUES + 1).contains("queue0", "(other)");
	}

	@Test
	void conventionsOfTheApplicationCount() throws Throwable {
		DefaultPerformObservationConvention own = new DefaultPerformObservationConvention() {

			@Override
			public String getName() {
				return "shop.jobs";
			}

			@Override
			public KeyValues getLowCardinalityKeyValues(PerformContext context) {
				return super.getLowCardinalityKeyValues(context).and("attempt",
						Integer.toString(context.run().attempt()));
			}

		};
		new PerformObservation(() -> this.registry, () -> own, CODEC).run(run("a"), () -> true);
		assertThat(this.ended).singleElement().satisfies((context) -> {
			assertThat(context.getName()).isEqualTo("shop.jobs");
			assertThat(context.getLowCardinalityKeyValue("attempt")).isEqualTo(KeyValue.of("attempt", "1"));
			assertThat(context.getLowCardinalityKeyValue("outcome")).isEqualTo(KeyValue.of("outcome", "performed"));
		});
	}

	@Test
	void nothingIsDoneForARegistryWithoutHandlers() throws Throwable {
		JobContext untouched = mock(JobContext.class, (call) -> {
			throw new AssertionError("asked for " + call.getMethod());
		});
		assertThat(new PerformObservation(() -> ObservationRegistry.NOOP, () -> null, CODEC).run(untouched, () -> true))
			.isTrue();
		assertThat(new EnqueueObservation(ObservationRegistry::create, () -> null)
			.enqueue(new Call("a", "Note", 1, false), (trace) -> trace.size() + 1)).isEqualTo(1);
	}

	@Test
	void theRunIsGivenWhatItsPayloadCarries() throws Throwable {
		JobContext run = run("a");
		given(run.payload()).willReturn(CODEC.encode("Note", List.of(), Map.of("traceparent", "00-1234-56-01")));
		this.perform.run(run, () -> true);
		assertThat(this.ended).singleElement().isInstanceOfSatisfying(PerformContext.class, (context) -> {
			assertThat(context.getGetter().get(context.getCarrier(), "traceparent")).isEqualTo("00-1234-56-01");
			assertThat(context.getGetter().get(context.getCarrier(), "b3")).isNull();
		});
	}

	private List<String> tags(String key) {
		return this.ended.stream()
			.map((context) -> context.getLowCardinalityKeyValue(key).getValue())
			.distinct()
			.toList();
	}

	private void assertOutcome(String queue, String outcome, Throwable error) {
		assertThat(this.ended)
			.filteredOn((context) -> context.getLowCardinalityKeyValue("queue").getValue().equals(queue))
			.singleElement()
			.satisfies((context) -> {
				assertThat(context.getLowCardinalityKeyValue("outcome").getValue()).isEqualTo(outcome);
				assertThat(context.getError()).isSameAs(error);
			});
	}

	private ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				ResqueObservationTests.this.ended.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		return registry;
	}

	private JobContext run(String queue) {
		JobContext run = mock(JobContext.class);
		given(run.job()).willReturn(new Job(queue, "Note", List.of()));
		given(run.payload()).willReturn(CODEC.encode("Note", List.of()));
		given(run.workerId()).willReturn("worker");
		given(run.notes()).willReturn(this.notes);
		given(run.attempt()).willReturn(1);
		return run;
	}

}
