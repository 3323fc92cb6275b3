package io.resque.dashboard.page;

import java.nio.charset.StandardCharsets;
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
 * @param from where a search goes on, or null
 */
record FailedQuery(@Nullable String queue, @Nullable String job, @Nullable String exception, @Nullable String text,
		@Nullable String group, @Nullable FailureCursor from) {

	static FailedQuery of(PageParameters parameters) {
		return new FailedQuery(parameters.failureQueue(), filled(parameters, "job"), filled(parameters, "exception"),
				filled(parameters, "text"), filled(parameters, "group"), from(parameters));
	}

	/** Whether it means only some of the jobs. */
	public boolean isFilter() {
		return this.job != null || this.exception != null || this.text != null || this.group != null;
	}

	FailureFilter filter() {
		return FailureFilter.ALL.withJob(this.job)
			.withException(this.exception)
			.withText(this.text)
			.withGroup(this.group);
	}

	/** Its part of an address, without where it goes on. */
	public Map<String, String> parameters() {
		Map<String, String> parameters = new LinkedHashMap<>();
		put(parameters, "queue", this.queue);
		put(parameters, "job", this.job);
		put(parameters, "exception", this.exception);
		put(parameters, "text", this.text);
		put(parameters, "group", this.group);
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

	/** A field of a form that was left empty says nothing. */
	private static @Nullable String filled(PageParameters parameters, String name) {
		String text = parameters.find(name);
		return (text != null && !text.isBlank()) ? text.strip() : null;
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
