package io.resque.dashboard.page;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

import io.resque.ResqueException;
import io.resque.failure.FailureCursor;
import io.resque.failure.FailureFilter;

/**
 * Which failed jobs a page is about, as its address says.
 *
 * @param queue the list, or null for all
 * @param job name of the job, or null
 * @param exception name of the exception, or null
 * @param text a text in message, args or exception, or null
 * @param group id of a group, or null
 * @param origin the queue that the jobs came from, or null
 * @param period when they failed
 * @param from where a search goes on, or null
 */
record FailedQuery(@Nullable String queue, @Nullable String job, @Nullable String exception, @Nullable String text,
		@Nullable String group, @Nullable String origin, FailedPeriod period, @Nullable FailureCursor from) {

	static FailedQuery of(PageParameters parameters) {
		return new FailedQuery(parameters.failureQueue(), parameters.filled("job"), parameters.filled("exception"),
				parameters.filled("text"), parameters.filled("group"), parameters.filled("origin"),
				FailedPeriod.of(parameters), from(parameters));
	}

	/** With the times that its ages are now. */
	static FailedQuery frozen(PageParameters parameters, Instant now) {
		FailedQuery query = of(parameters);
		return new FailedQuery(query.queue, query.job, query.exception, query.text, query.group, query.origin,
				query.period.frozen(parameters, now), query.from);
	}

	/** Whether it means only some of the jobs. */
	public boolean isFilter() {
		return this.job != null || this.exception != null || this.text != null || this.group != null
				|| this.origin != null || this.period.isFilter();
	}

	/** Of one that is frozen, or has no ages. */
	FailureFilter filter() {
		return this.period.in(FailureFilter.ALL.withJob(this.job)
			.withException(this.exception)
			.withText(this.text)
			.withGroup(this.group)
			.withQueue(this.origin));
	}

	/** Its part of an address, without where it goes on. */
	public Map<String, String> parameters() {
		Map<String, String> parameters = new LinkedHashMap<>();
		put(parameters, "queue", this.queue);
		put(parameters, "job", this.job);
		put(parameters, "exception", this.exception);
		put(parameters, "text", this.text);
		put(parameters, "group", this.group);
		put(parameters, "origin", this.origin);
		this.period.addTo(parameters);
		return parameters;
	}

	/** Its part of an address, with the question mark. */
	public String address() {
		return address(null);
	}

	/** The same, where a search goes on. */
	String address(@Nullable FailureCursor next) {
		Map<String, String> parameters = parameters();
		put(parameters, "from", (next != null) ? next.toString() : null);
		return parameters.isEmpty() ? ""
				: parameters.entrySet()
					.stream()
					.map((parameter) -> parameter.getKey() + "="
							+ UriUtils.encode(parameter.getValue(), StandardCharsets.UTF_8))
					.collect(Collectors.joining("&", "?", ""));
	}

	private static void put(Map<String, String> parameters, String name, @Nullable String value) {
		if (value != null) {
			parameters.put(name, value);
		}
	}

	private static @Nullable FailureCursor from(PageParameters parameters) {
		String text = parameters.find("from");
		try {
			return (text != null) ? FailureCursor.parse(text) : null;
		}
		catch (ResqueException ex) {
			throw new BadParameterException("from");
		}
	}

}
