package io.resque;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The payloads of one transaction, in the order of their calls. Spring sets it aside with
 * the transaction when that is suspended, so an inner transaction has its own.
 */
final class PushAtCommit implements TransactionSynchronization {

	private final QueuePush push;

	private final List<Pending> pending = new ArrayList<>();

	/**
	 * How much was pending when a savepoint was made. One that is not here is older than
	 * the first payload.
	 */
	private final Map<Object, Integer> savepoints = new HashMap<>();

	private boolean committed;

	private PushAtCommit(QueuePush push) {
		this.push = push;
	}

	/**
	 * Keeps payloads for the commit.
	 * @return false when there is no transaction to wait for
	 */
	static boolean defer(QueuePush push, Destination destination, List<byte[]> payloads) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()
				|| !TransactionSynchronizationManager.isActualTransactionActive()) {
			return false;
		}
		PushAtCommit ofTransaction = current(push);
		if (ofTransaction == null) {
			ofTransaction = new PushAtCommit(push);
			TransactionSynchronizationManager.registerSynchronization(ofTransaction);
		}
		if (ofTransaction.committed) {
			return false;
		}
		for (byte[] payload : payloads) {
			ofTransaction.pending.add(new Pending(destination, payload));
		}
		return true;
	}

	private static @Nullable PushAtCommit current(QueuePush push) {
		for (TransactionSynchronization synchronization : TransactionSynchronizationManager.getSynchronizations()) {
			if (synchronization instanceof PushAtCommit own && own.push == push) {
				return own;
			}
		}
		return null;
	}

	@Override
	public void savepoint(Object savepoint) {
		this.savepoints.put(savepoint, this.pending.size());
	}

	@Override
	public void savepointRollback(Object savepoint) {
		int kept = this.savepoints.getOrDefault(savepoint, 0);
		this.pending.subList(kept, this.pending.size()).clear();
	}

	@Override
	public void afterCommit() {
		pushAll();
	}

	/**
	 * What another callback enqueued after the commit came too late for
	 * {@link #afterCommit()}.
	 */
	@Override
	public void afterCompletion(int status) {
		if (status == STATUS_COMMITTED) {
			pushAll();
		}
	}

	private void pushAll() {
		this.committed = true;
		List<Pending> all = List.copyOf(this.pending);
		this.pending.clear();
		EnqueueException failure = null;
		for (int from = 0; from < all.size();) {
			Destination destination = all.get(from).destination();
			List<byte[]> run = new ArrayList<>();
			while (from < all.size() && all.get(from).destination().equals(destination)) {
				run.add(all.get(from++).payload());
			}
			failure = push(destination, run, failure);
		}
		if (failure != null) {
			throw failure;
		}
	}

	/** A queue that Redis refuses must not keep the jobs of the others from theirs. */
	private @Nullable EnqueueException push(Destination destination, List<byte[]> run,
			@Nullable EnqueueException failure) {
		try {
			this.push.pushNow(destination, run);
			return failure;
		}
		catch (EnqueueException ex) {
			if (failure == null) {
				return ex;
			}
			failure.addSuppressed(ex);
			return failure;
		}
	}

	private record Pending(Destination destination, byte[] payload) {
	}

}
