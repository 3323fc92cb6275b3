package io.resque.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

import io.resque.worker.WorkerContainer;

/**
 * Tells what this process is to Resque, without asking Redis: version of the library,
 * namespace, number of workers, and the queues of each pool.
 */
public final class ResqueInfoContributor implements InfoContributor {

	private final String namespace;

	private final @Nullable WorkerContainer workers;

	/**
	 * Creates a contributor.
	 * @param namespace namespace of the keys
	 * @param workers the workers of this process; null when it has none
	 */
	public ResqueInfoContributor(String namespace, @Nullable WorkerContainer workers) {
		this.namespace = namespace;
		this.workers = workers;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> resque = new LinkedHashMap<>();
		String version = WorkerContainer.class.getPackage().getImplementationVersion();
		resque.put("version", (version != null) ? version : "development");
		resque.put("namespace", this.namespace);
		resque.put("workers", (this.workers != null) ? this.workers.workers() : 0);
		resque.put("queues", (this.workers != null) ? this.workers.queues() : Map.of());
		builder.withDetail("resque", resque);
	}

}
