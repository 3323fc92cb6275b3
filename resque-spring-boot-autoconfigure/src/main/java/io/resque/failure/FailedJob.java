package io.resque.failure;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a failed list, read as far as it can be read: whoever wrote it, Ruby, PHP,
 * jesque or nobody knows.
 *
 * @param failureQueue the list it is in: {@code failed}, or {@code <queue>_failed}
 * @param index where it was seen, counted from the oldest
 * @param id SHA-1 of its bytes in hex; names it together with list and index
 * @param failedAt when, or null when the text is no time
 * @param failedAtText when, as written
 * @param queue the queue, or an empty text
 * @param name name of the job, or a stand-in
 * @param args args as JSON text, possibly shortened for display
 * @param exception name of the exception
 * @param error its message
 * @param backtrace its frames
 * @param worker the worker id
 * @param retriedAt when it was retried, as written, or null
 * @param readable whether the entry could be decoded at all; if not, the error says why
 * and it can only be removed
 */
public record FailedJob(String failureQueue, long index, String id, @Nullable Instant failedAt, String failedAtText,
		String queue, String name, String args, String exception, String error, List<String> backtrace, String worker,
		@Nullable String retriedAt, boolean readable) {
}
