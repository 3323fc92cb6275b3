package io.resque.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.resque.json.ResqueJson;
import io.resque.redis.LeaseStore;
import io.resque.worker.lease.Lease;

/**
 * What operators want to know of this process, for its record in Redis: what stays once
 * in each of its lives, what changes each time.
 */
final class ProcessRecord {

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final long KIB = 1024;

	private final LeaseStore leases;

	private final ResqueJson json;

	private final List<Pool> pools;

	private final JobsInHand hand;

	private final Instant started;

	private @Nullable String described;

	/**
	 * Creates it.
	 * @param leases where the record is
	 * @param services write the pools, and tell when the workers start
	 * @param pools the pools
	 * @param hand the jobs of this process
	 */
	ProcessRecord(LeaseStore leases, WorkerServices services, List<Pool> pools, JobsInHand hand) {
		this.leases = leases;
		this.json = services.codec().json();
		this.pools = List.copyOf(pools);
		this.hand = hand;
		this.started = services.clock().instant();
	}

	/** Writes it, while the lease is there. */
	void write(Lease lease, boolean quiet) {
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put("busy", Long.toString(this.hand.running().count()));
		fields.put("quiet", Boolean.toString(quiet));
		fields.put("children",
				Integer.toString(this.pools.stream().mapToInt((pool) -> pool.runner().children()).sum()));
		Long memory = memory();
		if (memory != null) {
			fields.put("memory", memory.toString());
		}
		if (!lease.id().equals(this.described)) {
			putLasting(fields);
		}
		if (this.leases.describe(lease.id(), fields)) {
			this.described = lease.id();
		}
	}

	private void putLasting(Map<String, String> fields) {
		String version = WorkerContainer.class.getPackage().getImplementationVersion();
		fields.put("version", (version != null) ? version : "development");
		fields.put("started", Long.toString(this.started.toEpochMilli()));
		List<Map<String, Object>> all = new ArrayList<>();
		for (Pool pool : this.pools) {
			Map<String, Object> one = new LinkedHashMap<>();
			one.put("name", pool.name());
			one.put("mode", pool.runner().mode().name().toLowerCase(Locale.ROOT));
			one.put("slots", pool.seats().size());
			one.put("queues", pool.selector().label());
			all.add(one);
		}
		fields.put("pools", new String(this.json.encode(all), StandardCharsets.UTF_8));
	}

	/** Resident memory of this process in bytes; null where no file tells it. */
	private static @Nullable Long memory() {
		try (Stream<String> lines = Files.lines(STATUS)) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.map((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
				.findFirst()
				.orElse(null);
		}
		catch (IOException ex) {
			return null;
		}
	}

}
