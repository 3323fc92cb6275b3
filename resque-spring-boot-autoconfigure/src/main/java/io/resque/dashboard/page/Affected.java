package io.resque.dashboard.page;

import org.jspecify.annotations.Nullable;

/**
 * How many things a change is about, as its question has told. Where they are many, or
 * not counted to the end, their number has to be typed.
 *
 * @param count how many
 * @param exact whether these are all; if not, there are at least so many
 */
record Affected(long count, boolean exact) {

	/** Up to so many, a button is enough. */
	private static final int FEW = 100;

	static Affected of(PageParameters parameters) {
		return new Affected(parameters.required("affected", 0, Long.MAX_VALUE),
				!"true".equals(parameters.find("more")));
	}

	/** Whether the number has to be typed. */
	public boolean isTyped() {
		return !this.exact || this.count > FEW;
	}

	/** Most things that may be changed. */
	long most() {
		return this.exact ? this.count : Long.MAX_VALUE;
	}

	/** Whether it was typed, where it has to be; thousands may be set apart. */
	boolean isConfirmed(PageParameters parameters) {
		@Nullable String typed = parameters.find("typed");
		return !isTyped()
				|| (typed != null && typed.replaceAll("[\\s.,\u00a0\u202f']", "").equals(Long.toString(this.count)));
	}

}
