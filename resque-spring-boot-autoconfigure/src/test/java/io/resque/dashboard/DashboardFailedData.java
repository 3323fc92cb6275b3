package io.resque.dashboard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.mockito.invocation.InvocationOnMock;

import io.resque.JobCodec;
import io.resque.failure.BulkOrder;
import io.resque.failure.BulkProgress;
import io.resque.failure.CountedFailures;
import io.resque.failure.FailedJob;
import io.resque.failure.FailureCursor;
import io.resque.failure.FailureFilter;
import io.resque.failure.FailureQueue;
import io.resque.failure.Failures;
import io.resque.failure.FoundFailures;
import io.resque.failure.FoundGroups;
import io.resque.failure.WholeFailedJob;
import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The failed jobs of made-up data.
 */
final class DashboardFailedData {

	/** What reads typed args needs no Redis. */
	private final Failures args = new Failures(null, null, new JobCodec(new ResqueJson(JsonProfile.CLASSIC)));

	private final DashboardData data;

	DashboardFailedData(DashboardData data) {
		this.data = data;
	}

	Failures failures() {
		Failures failures = mock();
		given(failures.search(any(), any(), anyInt())).willAnswer((call) -> {
			FailureFilter filter = call.getArgument(0);
			int limit = call.getArgument(2);
			List<FailedJob> found = this.data.check(this.data.failed).stream().filter(filter::matches).toList();
			return new FoundFailures(found.subList(0, Math.min(limit, found.size())), 20_000, 1_000_000,
					(found.size() > limit) ? new FailureCursor("failed", 4711, 20_000) : null);
		});
		given(failures.groups()).willAnswer((call) -> new FoundGroups(this.data.check(this.data.groups), 5000,
				1_000_000, this.data.groups.isEmpty()));
		given(failures.counts()).willAnswer((call) -> counts());
		given(failures.count()).willAnswer((call) -> counts().values().stream().mapToLong(Long::longValue).sum());
		given(failures.queue(anyString())).willAnswer((call) -> failures(call.getArgument(0, String.class)));
		given(failures.count(any(), any())).willAnswer((call) -> counted(call.getArgument(0), null));
		given(failures.apply(any(BulkOrder.class), any(), any())).willAnswer((call) -> apply(call, null));
		given(failures.args(anyString())).willAnswer((call) -> this.args.args(call.getArgument(0)));
		given(failures.clear()).willAnswer((call) -> all("clear"));
		return failures;
	}

	/** What is not of the list of all is told with the name of the list. */
	private FailureQueue failures(String name) {
		FailureQueue queue = mock();
		String of = name.equals("failed") ? "" : " of " + name;
		given(queue.count()).willAnswer((call) -> counts().getOrDefault(name, 0L));
		given(queue.newest(anyLong(), anyInt()))
			.willAnswer((call) -> newest(name, call.getArgument(0), call.getArgument(1)));
		given(queue.requeue(anyLong(), anyString())).willAnswer((call) -> one("retry", call.getArgument(0), of));
		given(queue.requeueAndRemove(anyLong(), anyString()))
			.willAnswer((call) -> one("retry-and-remove", call.getArgument(0), of));
		given(queue.remove(anyLong(), anyString())).willAnswer((call) -> one("remove", call.getArgument(0), of));
		given(queue.count(any(), any())).willAnswer((call) -> counted(call.getArgument(0), name));
		given(queue.apply(any(BulkOrder.class), any(), any())).willAnswer((call) -> apply(call, name));
		given(queue.oldest(anyLong(), anyInt())).willAnswer((call) -> this.data.check(this.data.failed)
			.stream()
			.filter((job) -> job.failureQueue().equals(name))
			.skip(call.<Long>getArgument(0))
			.limit(1)
			.toList());
		given(queue.whole(anyLong(), anyString())).willAnswer((call) -> whole(name, call.getArgument(0)));
		given(queue.requeueWith(anyLong(), anyString(), any()))
			.willAnswer((call) -> one("edit " + call.getArgument(2), call.getArgument(0), of));
		given(queue.requeueWithAndRemove(anyLong(), anyString(), any()))
			.willAnswer((call) -> one("edit-and-remove " + call.getArgument(2), call.getArgument(0), of));
		given(queue.clear()).willAnswer((call) -> all("clear" + of));
		return queue;
	}

	private CountedFailures counted(FailureFilter filter, @Nullable String name) {
		return new CountedFailures(meant(filter, name), 20_000, 1_000_000, this.data.unfinished);
	}

	private BulkProgress apply(InvocationOnMock call, @Nullable String name) {
		BulkOrder order = call.getArgument(0);
		FailureCursor from = call.getArgument(1);
		this.data.calls.add(order.action() + " " + order.filter().summary() + ((from != null) ? " from " + from : "")
				+ ((name != null) ? " of " + name : ""));
		return new BulkProgress(Math.min(order.most(), meant(order.filter(), name)), 0, 20_000, 1_000_000,
				this.data.unfinished);
	}

	private long meant(FailureFilter filter, @Nullable String name) {
		return this.data.check(this.data.failed)
			.stream()
			.filter((job) -> (name == null || name.equals(job.failureQueue())) && filter.matches(job))
			.count();
	}

	private @Nullable WholeFailedJob whole(String name, long index) {
		return this.data.check(this.data.failed)
			.stream()
			.filter((job) -> job.index() == index && job.failureQueue().equals(name))
			.findFirst()
			.map((job) -> new WholeFailedJob(job, "{\"class\":\"" + job.name() + "\",\"args\":" + job.args() + "}",
					this.data.editing, job.args()))
			.orElse(null);
	}

	private Map<String, Long> counts() {
		Map<String, Long> counts = new LinkedHashMap<>(Map.of("failed", 0L));
		this.data.failureQueues.forEach((name) -> counts.put(name, 0L));
		this.data.check(this.data.failed).forEach((job) -> counts.merge(job.failureQueue(), 1L, Long::sum));
		return counts;
	}

	private List<FailedJob> newest(String queue, long start, int limit) {
		List<FailedJob> newest = new ArrayList<>(
				this.data.check(this.data.failed).stream().filter((job) -> job.failureQueue().equals(queue)).toList());
		Collections.reverse(newest);
		return newest.stream().skip(start).limit(limit).toList();
	}

	private boolean one(String action, long index, String of) {
		this.data.calls.add(action + " " + index + of);
		return index < this.data.check(this.data.failed).size();
	}

	private long all(String action) {
		this.data.calls.add(action);
		return this.data.check(this.data.failed).size();
	}

}
