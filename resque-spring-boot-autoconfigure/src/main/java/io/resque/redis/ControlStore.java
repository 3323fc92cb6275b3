package io.resque.redis;

/**
 * Orders to all worker processes of a namespace about what runs right now
 * ({@code PUBLISH}). Who does not listen misses them; what has to last is in keys.
 */
public final class ControlStore {

	private final ResqueRedis redis;

	public ControlStore(ResqueRedis redis) {
		this.redis = redis;
	}

	/**
	 * Orders the end of a job.
	 * @param workerId the worker that performs it
	 * @param digest SHA-1 of its record ({@code worker:<id>}), so that no later job of
	 * the worker is hit
	 */
	public void kill(String workerId, String digest) {
		byte[] channel = this.redis.keys().controlChannel();
		byte[] message = Keyspace.bytes(ControlChannel.KILL + " " + digest + " " + workerId);
		this.redis.call((redis) -> redis.publish(channel, message));
	}

	/**
	 * Orders something from one process; the others are not concerned.
	 * @param order the order
	 * @param processId id of the process
	 */
	public void order(ProcessOrder order, String processId) {
		byte[] channel = this.redis.keys().controlChannel();
		byte[] message = Keyspace.bytes(order.word() + " " + processId);
		this.redis.call((redis) -> redis.publish(channel, message));
	}

	/** Listens to orders; connects when it is asked to. */
	public ControlChannel channel() {
		return new ControlChannel(this.redis);
	}

}
