package io.resque.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.failure.FailureFilter;
import io.resque.json.ResqueJson;

/**
 * A plan as it is kept in Redis.
 */
final class CanaryText {

	private final ResqueJson json;

	CanaryText(ResqueJson json) {
		this.json = json;
	}

	byte[] write(CanaryPlan plan) {
		FailureFilter filter = plan.filter();
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("job", filter.job());
		members.put("exception", filter.exception());
		members.put("error", filter.error());
		members.put("text", filter.text());
		members.put("queue", filter.queue());
		members.put("not_before", text(filter.period().notBefore()));
		members.put("not_after", text(filter.period().notAfter()));
		members.put("group", filter.group());
		members.put("remove", plan.remove());
		members.put("first", plan.first());
		members.put("percent", plan.percent());
		members.put("per_second", plan.perSecond());
		members.put("patience", plan.patience().toSeconds());
		return this.json.encode(members);
	}

	/**
	 * Reads what {@link #write} has written.
	 * @throws RuntimeException when it is something else
	 */
	CanaryPlan read(byte[] bytes) {
		if (!(this.json.decode(bytes) instanceof Map<?, ?> members)) {
			throw new IllegalArgumentException("A plan is a JSON object");
		}
		FailureFilter filter = FailureFilter.ALL.withJob(text(members, "job"))
			.withException(text(members, "exception"))
			.withError(text(members, "error"))
			.withText(text(members, "text"))
			.withQueue(text(members, "queue"))
			.withNotBefore(time(members, "not_before"))
			.withNotAfter(time(members, "not_after"))
			.withGroup(text(members, "group"));
		return new CanaryPlan(filter, Boolean.TRUE.equals(members.get("remove")), number(members, "first"),
				number(members, "percent"), number(members, "per_second"),
				Duration.ofSeconds(number(members, "patience")));
	}

	private static @Nullable String text(@Nullable Instant time) {
		return (time != null) ? time.toString() : null;
	}

	private static @Nullable String text(Map<?, ?> members, String name) {
		return (members.get(name) instanceof String text) ? text : null;
	}

	private static @Nullable Instant time(Map<?, ?> members, String name) {
		String text = text(members, name);
		return (text != null) ? Instant.parse(text) : null;
	}

	private static int number(Map<?, ?> members, String name) {
		if (members.get(name) instanceof Number number) {
			return number.intValue();
		}
		throw new IllegalArgumentException("A plan has the number " + name);
	}

}
