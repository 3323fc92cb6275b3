package io.resque.dashboard;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.DelayedCursor;
import io.resque.DelayedEntry;
import io.resque.DelayedFilter;
import io.resque.DelayedJob;
import io.resque.DelayedOperations;
import io.resque.DelayedPlace;
import io.resque.FoundDelayed;
import io.resque.Job;
import io.resque.ResqueOperations;
import io.resque.retry.FoundRetries;
import io.resque.retry.WaitingRetries;
import io.resque.retry.WaitingRetry;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The delayed jobs of made-up data, and those of them that wait for another attempt.
 */
final class DashboardDelayedData {

	private final DashboardData data;

	DashboardDelayedData(DashboardData data) {
		this.data = data;
	}

	ResqueOperations resque() {
		ResqueOperations resque = mock();
		DelayedOperations operations = mock();
		given(resque.delayed()).willReturn(operations);
		given(operations.countSeconds()).willAnswer((call) -> (long) this.data.check(this.data.delayed).size());
		given(operations.count()).willAnswer((call) -> this.data.delayed.values().stream().mapToLong(List::size).sum());
		given(operations.count(any())).willAnswer((call) -> (long) jobs(call.getArgument(0)).size());
		given(operations.seconds(anyLong(), anyLong())).willAnswer((call) -> {
			Map<Instant, Long> seconds = new LinkedHashMap<>();
			this.data.delayed.keySet()
				.stream()
				.skip(call.getArgument(0, Long.class))
				.limit(call.getArgument(1, Long.class))
				.forEach((at) -> seconds.put(at, (long) jobs(at).size()));
			return seconds;
		});
		given(operations.entries(any(), anyLong(), anyLong())).willAnswer((call) -> jobs(call.getArgument(0)).stream()
			.skip(call.getArgument(1, Long.class))
			.limit(call.getArgument(2, Long.class))
			.toList());
		searches(operations);
		given(operations.remove(any(DelayedPlace.class)))
			.willAnswer((call) -> this.data.calls.add("remove " + call.getArgument(0)));
		given(operations.enqueueNow(any(DelayedPlace.class))).willAnswer((call) -> {
			this.data.calls.add("enqueue " + call.getArgument(0));
			if (this.data.hook != null) {
				throw this.data.hook;
			}
			return this.data.outcome;
		});
		return resque;
	}

	private void searches(DelayedOperations operations) {
		given(operations.search(any(DelayedFilter.class), any(), anyInt()))
			.willAnswer((call) -> found(call.getArgument(0), call.getArgument(1)));
		given(operations.find(any(DelayedPlace.class)))
			.willAnswer((call) -> jobs(call.<DelayedPlace>getArgument(0).at()).stream()
				.filter((job) -> job.place().equals(call.getArgument(0)))
				.map((job) -> new DelayedJob(job.place().at(), new Job(job.queue(), job.name(), List.of("found"))))
				.findFirst());
		given(operations.countSecondsBefore(any())).willAnswer(
				(call) -> this.data.delayed.keySet().stream().filter((at) -> at.isBefore(call.getArgument(0))).count());
		given(operations.reset(any())).willAnswer((call) -> {
			this.data.calls.add("clear delayed");
			long count = this.data.delayed.values().stream().mapToLong(List::size).sum();
			this.data.delayed.values().removeIf((jobs) -> !this.data.stuck);
			this.data.delayed.replaceAll((at, jobs) -> List.of());
			return count;
		});
	}

	private FoundDelayed found(DelayedFilter filter, @Nullable DelayedCursor from) {
		this.data.calls.add("search " + filter + ((from != null) ? " from " + from : ""));
		List<FoundDelayed.Match> found = this.data.check(this.data.delayed)
			.values()
			.stream()
			.flatMap(List::stream)
			.filter((job) -> filter.name() == null || job.name().contains(filter.name()))
			.filter((job) -> filter.job() == null || job.name().equals(filter.job()))
			.limit(20)
			.map((job) -> new FoundDelayed.Match(job,
					new DelayedJob(job.place().at(), new Job(job.queue(), job.name(), List.of()))))
			.toList();
		return new FoundDelayed(found, 10_000, Instant.ofEpochSecond(4102444800L),
				new DelayedCursor("4102444800", 7, 10_000));
	}

	private List<DelayedEntry> jobs(Instant at) {
		return this.data.check(this.data.delayed).getOrDefault(at, List.of());
	}

	WaitingRetries waitingRetries() {
		WaitingRetries mock = mock();
		given(mock.search(any(), any(), anyInt())).willAnswer((call) -> {
			String name = call.getArgument(0);
			List<WaitingRetry> found = this.data.check(this.data.delayed)
				.values()
				.stream()
				.flatMap(List::stream)
				.filter((job) -> this.data.retries.containsKey(job.place().id())
						&& (name == null || job.name().contains(name)))
				.map((job) -> new WaitingRetry(job, this.data.retries.get(job.place().id()).size() + 1,
						this.data.retries.get(job.place().id())))
				.toList();
			return new FoundRetries(found, 10_000, Instant.ofEpochSecond(4102444800L),
					new DelayedCursor("4102444800", 7, 10_000));
		});
		given(mock.cancel(any())).willAnswer((call) -> this.data.calls.add("cancel " + call.getArgument(0)));
		return mock;
	}

}
