package io.resque.actuate;

import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.resque.inspect.VitalSigns;
import io.resque.inspect.Vitals;
import io.resque.redis.RedisCallException;
import io.resque.worker.ServedQueues;

/**
 * Health of Resque: down only when Redis does not answer or is not ready, unknown when it
 * answers another error. What an operator has to look after, such as queues that nobody
 * serves, is a detail: no restart of this application would help.
 */
public final class ResqueHealthIndicator implements HealthIndicator {

	/** Most queues that are named. */
	static final int MAX_QUEUES = 100;

	private final VitalSigns signs;

	private final @Nullable BooleanSupplier lease;

	/**
	 * Creates an indicator.
	 * @param signs looks at Redis
	 * @param lease whether this process holds its lease; null when it has no workers
	 */
	public ResqueHealthIndicator(VitalSigns signs, @Nullable BooleanSupplier lease) {
		this.signs = signs;
		this.lease = lease;
	}

	@Override
	public Health health() {
		Health.Builder health = new Health.Builder();
		try {
			describe(health.up(), this.signs.read());
			health.withDetail("redisVersion", this.signs.redisVersion());
		}
		catch (RedisCallException ex) {
			health = ex.isOutage() ? Health.down() : Health.unknown();
			health.withException(ex);
		}
		health.withDetail("namespace", this.signs.namespace());
		if (this.lease != null) {
			health.withDetail("leaseHeld", this.lease.getAsBoolean());
		}
		return health.build();
	}

	private static void describe(Health.Builder health, Vitals vitals) {
		health.withDetail("workers", vitals.workers().size())
			.withDetail("queues", vitals.queues().size())
			.withDetail("pending", vitals.pending())
			.withDetail("failed", vitals.totals().failed())
			.withDetail("queuesWithoutWorker",
					ServedQueues.leftOut(vitals.waiting(), vitals.workers()).stream().limit(MAX_QUEUES).toList());
		if (!vitals.complete()) {
			health.withDetail("complete", false);
		}
	}

}
