package io.resque.dashboard.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.resque.DelayedPlace;

/**
 * Reads the places of delayed jobs that a form sends.
 */
final class DelayedPlaceParameters {

	/** As many as a page shows. */
	private static final int MOST = 20;

	private static final long MOST_EQUAL = 1_000_000_000;

	private DelayedPlaceParameters() {
	}

	/**
	 * The place in the fields {@code at}, {@code index}, {@code id} and {@code equal}.
	 */
	static DelayedPlace one(PageParameters parameters) {
		return new DelayedPlace(Instant.ofEpochSecond(parameters.required("at", 0, PageParameters.LAST_SECOND)),
				parameters.index(), parameters.entryId(), parameters.number("equal", 1, MOST_EQUAL, 1));
	}

	/**
	 * The places of those that were selected, {@code <second>:<index>:<id>:<equal>}. Each
	 * takes into account that others of them, which are equal, are gone before it.
	 */
	static List<DelayedPlace> selected(PageParameters parameters) {
		List<DelayedPlace> places = new ArrayList<>();
		Map<DelayedPlace, Long> before = new HashMap<>();
		for (String text : parameters.list("entry", MOST)) {
			DelayedPlace place = parse(text);
			DelayedPlace anywhere = new DelayedPlace(place.at(), 0, place.id());
			long gone = before.merge(anywhere, 1L, Long::sum) - 1;
			places.add(new DelayedPlace(place.at(), place.index(), place.id(), Math.max(1, place.equal() - gone)));
		}
		return places;
	}

	private static DelayedPlace parse(String text) {
		String[] parts = text.split(":", 5);
		if (parts.length != 4) {
			throw new BadParameterException("entry");
		}
		long second = PageParameters.number("entry", parts[0], 0, PageParameters.LAST_SECOND);
		return new DelayedPlace(Instant.ofEpochSecond(second),
				PageParameters.number("entry", parts[1], 0, Long.MAX_VALUE), PageParameters.entryId("entry", parts[2]),
				PageParameters.number("entry", parts[3], 1, MOST_EQUAL));
	}

}
