package io.resque.benchmarks.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import io.resque.benchmarks.Bench;
import io.resque.benchmarks.Figures;
import io.resque.benchmarks.Scenario;
import io.resque.benchmarks.Table;
import io.resque.benchmarks.ours.WorkerApplication;
import io.resque.benchmarks.server.Monitor;

/**
 * How long the pages of the dashboard take where there is very much to show, and what
 * they ask of Redis.
 */
public final class Pages implements Scenario {

	private static final int RUNS = 21;

	private static final int WARM_UPS = 5;

	/** What a page may take. */
	private static final double LIMIT_MILLIS = 100;

	/** What a command of a page may take before Redis notes it. */
	private static final String SLOW_MICROS = "10000";

	private static final int LONGEST_RANGE = 1000;

	private static final long FIRST_SECOND = 4_102_444_800L;

	private static final Pattern WHOLE = Pattern.compile("(?i)\\] \"(KEYS|SMEMBERS)\"");

	private static final Pattern NAMES = Pattern.compile(
			"\"resque:(queues|workers|failed_queues|workers:heartbeat|spring:schedules:paused|spring:paused-jobs)\"");

	private static final Pattern RANGE = Pattern.compile("(?i)\"LRANGE\" \"[^\"]+\" \"(-?\\d+)\" \"(-?\\d+)\"");

	/** ARGV: how many. Every second one works. */
	private static final String WORKERS = """
			local time = redis.call('TIME')
			for i = 1, tonumber(ARGV[1]) do
			  local process = string.format('%06x', 4096 + math.floor(i / 5))
			  local id = 'web-' .. math.floor(i / 5) .. '.' .. process .. ':4711-' .. (i % 5 + 1) .. ':big'
			  redis.call('SADD', 'resque:workers', id)
			  redis.call('SET', 'resque:worker:' .. id .. ':started', '2026-11-26 06:00:12 +0000')
			  redis.call('SET', 'resque:stat:processed:' .. id, i)
			  redis.call('HSET', 'resque:workers:heartbeat', id, '2026-11-26T12:00:00+00:00')
			  redis.call('ZADD', 'resque:spring:leases', (time[1] + 3600) * 1000, process .. '0123456789')
			  if i % 2 == 0 then
			    redis.call('SET', 'resque:worker:' .. id,
			      '{"queue":"big","run_at":"2026-11-26T12:00:00Z","payload":{"class":"Invoice","args":[' .. i .. ']}}')
			  end
			end
			for i = 1, 30 do
			  redis.call('SADD', 'resque:queues', 'queue-' .. i)
			  redis.call('RPUSH', 'resque:queue:queue-' .. i, '{"class":"Invoice","args":[1]}')
			end
			return 'OK'
			""";

	private static final List<String> PATHS = List.of("/overview", "/queues", "/queue?name=big",
			"/queue?name=big&page=25000", "/queue/remove/confirm?name=big", "/working", "/workers",
			"/workers?host=web-7.001007", "/worker?id=web-7.001007:4711-1:big", "/failed", "/failed?page=25000",
			"/failed?job=Absent", "/failed?exception=SocketTimeoutException", "/failed/retry-all/confirm",
			"/failed/clear-retried/confirm", "/failed/clear/confirm", "/failed/groups",
			"/failed/canary?exception=SocketTimeoutException", "/failed/canaries", "/delayed", "/delayed?page=2500",
			"/delayed/at?at=4102444800", "/delayed/search?job=Absent", "/delayed/clear/confirm", "/retries",
			"/delayed/jobs?job=Late", "/schedule", "/processes", "/stats", "/stats/redis", "/stats/keys",
			"/stats/key?key=resque:queue:big", "/stats/key?key=resque:failed",
			"/stats/key?key=resque:delayed_queue_schedule", "/stats/key?key=resque:workers", "/stats.txt",
			"/stats.json", "/failed/found/retry/confirm?exception=SocketTimeoutException");

	private final HttpClient http = HttpClient.newHttpClient();

	@Override
	public String name() {
		return "pages";
	}

	@Override
	public void run(Bench bench) {
		int many = bench.options().sized(1_000_000, 20_000);
		fill(bench, many);
		Table table = new Table("", "ms", "range", "commands of Redis");
		try (ConfigurableApplicationContext application = WorkerApplication.serve(bench.server(),
				"resque.worker.enabled=false")) {
			String base = "http://localhost:" + port(application) + "/resque";
			for (String path : PATHS) {
				bench.report().progress(path);
				List<String> commands = commands(bench, base + path);
				Figures millis = time(bench, base + path);
				table.row("`" + path + "`", Figures.precise(millis.median()), millis.range(), commands.size());
				judge(bench, path, millis.median(), commands);
			}
		}
		bench.report()
			.heading("Dashboard: " + Figures.whole(many) + " jobs in one queue, as many failed, "
					+ Figures.whole(many / 10) + " delayed, 200 workers");
		bench.report().table(table);
	}

	private static int port(ConfigurableApplicationContext application) {
		return Objects.requireNonNull(((WebServerApplicationContext) application).getWebServer()).getPort();
	}

	private static void fill(Bench bench, int many) {
		bench.probe().fill("big", "{\"class\":\"Invoice\",\"args\":[4711,\"customer-4711\"]}", many);
		FailedJobs.fill(bench, many);
		Delayed.delay(bench, "big", FIRST_SECOND, 2, many / 10);
		bench.probe().ask((redis) -> redis.eval(WORKERS, ScriptOutputType.STATUS, new String[0], "200"));
	}

	/** What a page asks of Redis, with what scripts do. */
	private List<String> commands(Bench bench, String address) {
		try (Monitor monitor = Monitor.of(bench.server())) {
			get(address);
			return monitor.commands();
		}
	}

	/** As a browser on this machine sees it. */
	private Figures time(Bench bench, String address) {
		for (int run = 0; run < WARM_UPS; run++) {
			get(address);
		}
		bench.probe().ask((redis) -> redis.configSet("slowlog-log-slower-than", SLOW_MICROS));
		bench.probe().ask(RedisCommands::slowlogReset);
		double[] millis = new double[RUNS];
		for (int run = 0; run < RUNS; run++) {
			long start = System.nanoTime();
			get(address);
			millis[run] = (System.nanoTime() - start) / 1e6;
		}
		return new Figures(millis);
	}

	private static void judge(Bench bench, String path, double millis, List<String> commands) {
		if (millis > LIMIT_MILLIS) {
			bench.report().wrong(path + " takes " + Figures.precise(millis) + " ms");
		}
		List<Object> slow = bench.probe().ask((redis) -> redis.slowlogGet(1));
		if (!slow.isEmpty()) {
			bench.report().wrong(path + " has a slow command: " + slow);
		}
		commands.stream()
			.filter(Pages::isUnbounded)
			.findFirst()
			.ifPresent((command) -> bench.report().wrong(path + " asks without a bound: " + command));
	}

	/** Names of queues and workers are sets of Ruby's: they are read as a whole. */
	private static boolean isUnbounded(String command) {
		if (WHOLE.matcher(command).find()) {
			return !NAMES.matcher(command).find();
		}
		Matcher range = RANGE.matcher(command);
		if (!range.find()) {
			return false;
		}
		long last = Long.parseLong(range.group(2));
		return last < 0 || last - Long.parseLong(range.group(1)) > LONGEST_RANGE;
	}

	private String get(String address) {
		try {
			HttpResponse<String> response = this.http.send(HttpRequest.newBuilder(URI.create(address)).build(),
					HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IllegalStateException(address + " answers " + response.statusCode());
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
