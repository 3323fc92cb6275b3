package io.resque.testsupport;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds the ends of messages in one direction of a connection to Redis, commands or
 * answers, byte by byte.
 */
final class RespStream {

	/** Longer words are nobody's name. */
	private static final int LONGEST_WORD = 64;

	private final StringBuilder line = new StringBuilder();

	private final StringBuilder word = new StringBuilder();

	/** How many elements are still to come, of each list that is not complete. */
	private final Deque<Long> missing = new ArrayDeque<>();

	private long bytes;

	private char kind;

	private boolean complete = true;

	private boolean wordComplete;

	/** Takes the next byte. */
	void take(int next) {
		if (this.complete) {
			this.kind = (char) next;
		}
		this.complete = false;
		this.wordComplete = false;
		if (this.bytes > 0) {
			takeWord((char) next);
		}
		else if (next != '\n') {
			this.line.append((char) next);
		}
		else {
			takeLine(this.line.toString().trim());
			this.line.setLength(0);
		}
	}

	private void takeWord(char next) {
		this.bytes--;
		if (this.word.length() <= LONGEST_WORD) {
			this.word.append(next);
		}
		if (this.bytes == 0) {
			this.wordComplete = true;
			element();
		}
	}

	private void takeLine(String header) {
		char type = header.isEmpty() ? ' ' : header.charAt(0);
		boolean list = "*~>%".indexOf(type) >= 0;
		long size = (list || "$=!".indexOf(type) >= 0) ? Long.parseLong(header.substring(1)) : -1;
		if (list && size > 0) {
			this.missing.push((type == '%') ? 2 * size : size);
		}
		else if (!list && size >= 0) {
			this.word.setLength(0);
			this.bytes = size + 2;
		}
		else {
			element();
		}
	}

	/** The last element of a list is the end of an element, too. */
	private void element() {
		while (!this.missing.isEmpty()) {
			long rest = this.missing.pop() - 1;
			if (rest > 0) {
				this.missing.push(rest);
				return;
			}
		}
		this.complete = true;
	}

	/** Whether the byte was the last one of a message. */
	boolean isComplete() {
		return this.complete;
	}

	/** Whether the message is one that nobody has asked for. */
	boolean isPush() {
		return this.kind == '>';
	}

	/** The word that ended with this byte, or "": also when it is a long one. */
	String word() {
		return (this.wordComplete && this.word.length() <= LONGEST_WORD) ? this.word.toString().trim() : "";
	}

}
