package io.resque.autoconfigure;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * The hooks of the application in their order, looked up when the first is needed: so a
 * hook may itself enqueue.
 *
 * @param <T> type of the hooks
 */
final class LateHooks<T> extends AbstractList<T> {

	private final Supplier<List<T>> hooks;

	LateHooks(ObjectProvider<T> hooks) {
		this.hooks = SingletonSupplier.of(() -> hooks.orderedStream().toList());
	}

	@Override
	public T get(int index) {
		return this.hooks.get().get(index);
	}

	@Override
	public int size() {
		return this.hooks.get().size();
	}

}
