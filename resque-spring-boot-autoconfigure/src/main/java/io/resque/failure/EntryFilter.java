package io.resque.failure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.json.BytePattern;
import io.resque.json.ResqueJson;

/**
 * A filter at work: decodes only entries that can match by the look of their bytes.
 */
final class EntryFilter {

	/** With these, an entry says what its bytes do not show. */
	private static final List<BytePattern> VEILS = List.of(new BytePattern("\\u", false),
			new BytePattern(FailureEntries.RAW_PAYLOAD, false));

	private final FailureFilter filter;

	private final ResqueJson json;

	private final List<BytePattern> signs = new ArrayList<>();

	EntryFilter(FailureFilter filter, ResqueJson json) {
		this.filter = filter;
		this.json = json;
		// A name in parentheses stands in for one that the entry does not have.
		if (filter.job() != null && !filter.job().startsWith("(")) {
			sign(filter.job(), false);
		}
		sign(filter.queue(), false);
		sign(filter.exception(), false);
		sign(filter.error(), true);
		sign(filter.text(), true);
		if (Boolean.TRUE.equals(filter.retried())) {
			sign(StoredEntry.RETRIED_AT, false);
		}
	}

	/** The entry at an index of a list, or null when it is not meant. */
	@Nullable Match match(String failureQueue, long index, byte[] bytes) {
		if (bytes.length == 0 || !mayMatch(bytes)) {
			return null;
		}
		StoredEntry entry = new StoredEntry(index, bytes, this.json);
		FailedJob failed = new FailedJobReader(failureQueue, this.json).read(entry);
		return this.filter.matches(failed) ? new Match(entry, failed) : null;
	}

	private boolean mayMatch(byte[] bytes) {
		for (BytePattern sign : this.signs) {
			if (!sign.isIn(bytes)) {
				return VEILS.stream().anyMatch((veil) -> veil.isIn(bytes));
			}
		}
		return true;
	}

	private void sign(@Nullable String text, boolean anyCase) {
		String plain = (text != null) ? plainPart(text) : "";
		if (!plain.isEmpty()) {
			this.signs.add(new BytePattern(plain, anyCase));
		}
	}

	/** The longest part that JSON has to write as it is, but for {@code \}{@code u}. */
	private static String plainPart(String text) {
		String longest = "";
		for (String part : text.split("[^A-Za-z0-9_:;@#$%&()-]+")) {
			longest = (part.length() > longest.length()) ? part : longest;
		}
		return longest;
	}

	/**
	 * An entry that is meant.
	 *
	 * @param entry as it lies in the list
	 * @param failed as it is shown
	 */
	record Match(StoredEntry entry, FailedJob failed) {
	}

}
