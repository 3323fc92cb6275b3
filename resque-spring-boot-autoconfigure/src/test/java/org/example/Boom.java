package org.example;

import java.util.List;

/**
 * An application's code that fails, outside of the packages of the library.
 */
public final class Boom {

	private Boom() {
	}

	public static void perform(String message) {
		throw new IllegalArgumentException(message);
	}

	public static void wrap() {
		try {
			perform("the cause");
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("the result", ex);
		}
	}

	public static void overflow() {
		overflow();
	}

	public static void parse() {
		Integer.parseInt("four");
	}

	public static void call(Runnable inside) {
		List.of(inside).forEach(Runnable::run);
	}

}
