package io.resque.actuate;

import org.jspecify.annotations.Nullable;

/**
 * What a change through the endpoint came to.
 *
 * @param count how many jobs or processes it concerned; 0 when nothing was changed
 * @param message the same in words
 * @param next where a call for more goes on ({@code from}), or null when there is no more
 */
public record Done(long count, String message, @Nullable String next) {

	Done(long count, String message) {
		this(count, message, null);
	}

}
