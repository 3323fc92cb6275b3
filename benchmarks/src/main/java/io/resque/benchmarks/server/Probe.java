package io.resque.benchmarks.server;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.sun.management.OperatingSystemMXBean;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * The connection of the harness: fills queues and observes. What it asks itself is taken
 * off every {@link Load}.
 */
public final class Probe implements AutoCloseable {

	private static final int CHUNK_BYTES = 256 * 1024;

	private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	private final RedisCommands<String, String> redis;

	private long own;

	private Probe(RedisClient client) {
		this.client = client;
		this.connection = client.connect();
		this.redis = this.connection.sync();
	}

	/** Connects to a server. */
	public static Probe of(RedisServer server) {
		return new Probe(RedisClient.create(RedisURI.create(RedisServer.HOST, server.port())));
	}

	/** Asks one command. */
	public <T> T ask(Function<RedisCommands<String, String>, T> command) {
		this.own++;
		return command.apply(this.redis);
	}

	/** Empties the server. */
	public void flush() {
		ask(RedisCommands::flushall);
	}

	/** Fills a queue as Ruby does, with the same payload for all. */
	public void fill(String queue, String payload, int jobs) {
		ask((redis) -> redis.sadd("resque:queues", queue));
		int chunk = Math.max(1, Math.min(1000, CHUNK_BYTES / payload.length()));
		for (int from = 0; from < jobs; from += chunk) {
			String[] payloads = Collections.nCopies(Math.min(chunk, jobs - from), payload).toArray(String[]::new);
			ask((redis) -> redis.rpush("resque:queue:" + queue, payloads));
		}
	}

	/** Jobs that wait in a queue. */
	public long queued(String queue) {
		return ask((redis) -> redis.llen("resque:queue:" + queue));
	}

	/** Jobs that were performed and acknowledged. */
	public long processed() {
		String processed = ask((redis) -> redis.get("resque:stat:processed"));
		return (processed != null) ? Long.parseLong(processed) : 0;
	}

	/** The same for each process that has a registered worker. */
	public List<Long> processedByProcess() {
		// <host>:<pid>-<slot>:<queues>
		Map<String, Long> processes = new TreeMap<>();
		for (String worker : ask((redis) -> redis.smembers("resque:workers"))) {
			String processed = ask((redis) -> redis.get("resque:stat:processed:" + worker));
			processes.merge(worker.substring(0, worker.lastIndexOf('-')),
					(processed != null) ? Long.parseLong(processed) : 0, Long::sum);
		}
		return List.copyOf(processes.values());
	}

	/** Sets what was performed to zero, in all and by worker. */
	public void forgetProcessed() {
		List<String> counters = ask((redis) -> redis.keys("resque:stat:processed*"));
		if (!counters.isEmpty()) {
			ask((redis) -> redis.del(counters.toArray(String[]::new)));
		}
	}

	/**
	 * Whether nobody has a job in flight; the loops, the library and jesque name it
	 * alike.
	 */
	public boolean nothingInFlight() {
		return ask((redis) -> redis.keys("resque:*inflight:*")).isEmpty();
	}

	/** Version of the server. */
	public String version() {
		return field(ask((redis) -> redis.info("server")), "redis_version");
	}

	/** What has been asked of the server up to now. */
	public Load load() {
		String statistics = ask((redis) -> redis.info("stats"));
		String cpu = ask((redis) -> redis.info("cpu"));
		String commands = ask((redis) -> redis.info("commandstats"));
		var calls = CALLS.matcher(commands)
			.results()
			.collect(Collectors.toMap((call) -> call.group(1), Probe::calls, Long::sum));
		long all = calls.values().stream().mapToLong(Long::longValue).sum();
		// The statistics of the commands are printed before INFO itself is counted.
		long scripts = calls.getOrDefault("evalsha", 0L) + calls.getOrDefault("eval", 0L)
				+ calls.getOrDefault("fcall", 0L);
		long serverMicros = micros(cpu, "used_cpu_user") + micros(cpu, "used_cpu_sys");
		return new Load(all - this.own + 1, Long.parseLong(field(statistics, "total_reads_processed")) - this.own + 2,
				SentCommands.RECORDER.count(), scripts, serverMicros, clientMicros());
	}

	@Override
	public void close() {
		this.connection.close();
		this.client.shutdown();
	}

	private static long calls(MatchResult call) {
		return Long.parseLong(call.group(2));
	}

	private static long micros(String information, String name) {
		return Math.round(Double.parseDouble(field(information, name)) * 1_000_000);
	}

	private static String field(String information, String name) {
		return Arrays.stream(information.split("\r?\n"))
			.filter((line) -> line.startsWith(name + ":"))
			.map((line) -> line.substring(name.length() + 1).strip())
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("INFO does not tell " + name));
	}

	private static long clientMicros() {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		return system.getProcessCpuTime() / 1000;
	}

}
