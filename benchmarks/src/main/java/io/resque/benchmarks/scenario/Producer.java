package io.resque.benchmarks.scenario;

import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

import net.greghaines.jesque.Job;
import net.greghaines.jesque.client.Client;
import net.greghaines.jesque.client.ClientImpl;

import io.resque.ResqueOperations;
import io.resque.benchmarks.contender.JesqueWorkers;
import io.resque.benchmarks.ours.NoOp;
import io.resque.benchmarks.server.RedisServer;

/**
 * Something that enqueues no-op jobs.
 *
 * @param product whose it is
 * @param ours whether it is the library
 * @param bulk whether it enqueues many in a call
 * @param threads number of threads
 * @param work makes what each thread works with
 */
record Producer(String product, boolean ours, boolean bulk, int threads, Supplier<Work> work) {

	/** Jobs of one call. */
	static final int BULK = 1000;

	private static final String TEXT = NoOp.text(100);

	/** The library: all threads share the template. */
	static Producer ours(ResqueOperations resque, boolean bulk, int threads) {
		Work single = (jobs) -> repeat(jobs, () -> resque.enqueue(NoOp.class, TEXT));
		Work many = (jobs) -> repeat(jobs / BULK,
				() -> resque.enqueueAll(NoOp.class, Collections.nCopies(BULK, List.of(TEXT))));
		return new Producer("ours", true, bulk, threads, () -> bulk ? many : single);
	}

	/** jesque: a client is one connection, so each thread has its own. */
	static Producer jesque(RedisServer server, boolean bulk, int threads) {
		return new Producer("jesque 2.2.0", false, bulk, threads,
				() -> new JesqueWork(new ClientImpl(JesqueWorkers.config(server), false), bulk));
	}

	String name() {
		return this.product + (this.bulk ? ": bulk, " : ": single, ") + this.threads
				+ ((this.threads == 1) ? " thread" : " threads");
	}

	private static void repeat(int times, Runnable call) {
		for (int i = 0; i < times; i++) {
			call.run();
		}
	}

	/**
	 * What one thread works with.
	 */
	interface Work {

		void enqueue(int jobs);

		default void close() {
		}

	}

	private record JesqueWork(Client client, boolean bulk) implements Work {

		@Override
		public void enqueue(int jobs) {
			if (this.bulk) {
				repeat(jobs / BULK,
						() -> this.client.batchEnqueue(NoOp.QUEUE, Collections.nCopies(BULK, new Job("NoOp", TEXT))));
			}
			else {
				repeat(jobs, () -> this.client.enqueue(NoOp.QUEUE, new Job("NoOp", TEXT)));
			}
		}

		@Override
		public void close() {
			this.client.end();
		}

	}

}
