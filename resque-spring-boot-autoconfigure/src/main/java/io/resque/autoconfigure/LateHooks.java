package io.resque.autoconfigure;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

import io.resque.JobHooks;

/**
 * The hooks of the application in their order, looked up for the first job: so a hook may
 * itself enqueue.
 */
final class LateHooks extends AbstractList<JobHooks> {

	private final Supplier<List<JobHooks>> hooks;

	LateHooks(ObjectProvider<JobHooks> hooks) {
		this.hooks = SingletonSupplier.of(() -> hooks.orderedStream().toList());
	}

	@Override
	public JobHooks get(int index) {
		return this.hooks.get().get(index);
	}

	@Override
	public int size() {
		return this.hooks.get().size();
	}

}
