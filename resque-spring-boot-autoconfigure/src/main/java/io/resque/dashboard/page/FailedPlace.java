package io.resque.dashboard.page;

import java.util.Comparator;
import java.util.List;

import io.resque.failure.FailureQueue;

/**
 * Where a failed job was seen, in one parameter: {@code <index>:<id>:<list>}.
 *
 * @param index index in its list
 * @param id its id
 * @param queue the list
 */
record FailedPlace(long index, String id, String queue) {

	/** As many as a page shows. */
	private static final int MOST = 20;

	/** Those that were selected on a page, in the order of their lists. */
	static List<FailedPlace> selected(PageParameters parameters) {
		return parameters.list("entry", MOST)
			.stream()
			.map(FailedPlace::parse)
			.sorted(Comparator.comparing(FailedPlace::queue).thenComparing(FailedPlace::index))
			.toList();
	}

	private static FailedPlace parse(String text) {
		String[] parts = text.split(":", 3);
		if (parts.length != 3 || !FailureQueue.isName(parts[2])) {
			throw new BadParameterException("entry");
		}
		return new FailedPlace(PageParameters.number("entry", parts[0], 0, Long.MAX_VALUE),
				PageParameters.entryId("entry", parts[1]), parts[2]);
	}

}
