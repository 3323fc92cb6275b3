package io.resque.dashboard.view;

/**
 * Which part of a long list a page shows. A page beyond the end shows the last one, since
 * lists get shorter while people look at them.
 *
 * @param number number of the page, from 1
 * @param size elements on a page
 * @param total elements in all
 */
public record Paging(long number, int size, long total) {

	public Paging {
		number = Math.max(1, Math.min(number, (total + size - 1) / size));
	}

	/** How many elements come before this page. */
	public long start() {
		return (this.number - 1) * this.size;
	}

	/** How many pages there are. */
	public long pages() {
		return Math.max(1, (this.total + this.size - 1) / this.size);
	}

	/** Position of the first element shown, from 1. */
	public long first() {
		return Math.min(start() + 1, this.total);
	}

	/** Position of the last element shown. */
	public long last() {
		return Math.min(start() + this.size, this.total);
	}

	/** Whether there are newer pages. */
	public boolean hasPrevious() {
		return this.number > 1;
	}

	/** Whether there are further pages. */
	public boolean hasNext() {
		return this.number < pages();
	}

}
