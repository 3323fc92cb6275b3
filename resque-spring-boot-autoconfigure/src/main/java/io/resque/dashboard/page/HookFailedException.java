package io.resque.dashboard.page;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What was thrown by code of the application that a change has called: a hook around
 * enqueueing.
 */
final class HookFailedException extends RuntimeException {

	private final RuntimeException thrown;

	private HookFailedException(RuntimeException thrown) {
		super(thrown);
		this.thrown = thrown;
	}

	/** Calls what runs hooks. */
	static <T extends @Nullable Object> T call(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (RuntimeException ex) {
			throw new HookFailedException(ex);
		}
	}

	RuntimeException thrown() {
		return this.thrown;
	}

}
