package io.resque.dashboard.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.inspect.ResqueInfo;
import io.resque.inspect.ResqueInspector;

/**
 * Figures: Resque's, and those of its Redis. Also as text for monitoring, in Ruby's
 * words.
 */
final class StatsPage {

	private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

	/** What must not stand in a JSON string, and what a page might take for markup. */
	private static final Pattern JSON_SPECIAL = Pattern.compile("[\\x00-\\x1f\"\\\\<>&\\u2028\\u2029]");

	private static final List<String> HIGHLIGHTS = List.of("redis_version", "role", "uptime_in_days",
			"connected_clients", "instantaneous_ops_per_sec", "used_memory_human", "maxmemory_human",
			"maxmemory_policy", "aof_enabled", "evicted_keys");

	private final ResqueInspector inspector;

	private final PageWriter writer;

	StatsPage(ResqueInspector inspector, PageWriter writer) {
		this.inspector = inspector;
		this.writer = writer;
	}

	ServerResponse show(ServerRequest request) {
		return this.writer.page(request, "stats", Map.of());
	}

	ServerResponse redis(ServerRequest request) {
		Map<String, String> redis = this.inspector.redisInfo();
		Map<String, String> highlights = new LinkedHashMap<>();
		HIGHLIGHTS.stream().filter(redis::containsKey).forEach((name) -> highlights.put(name, redis.get(name)));
		return this.writer.page(request, "stats-redis", Map.of("highlights", highlights, "redis", redis));
	}

	ServerResponse text(ServerRequest request) {
		return answer(TEXT, String.join("\n", lines()));
	}

	/** The same numbers as the text, and under the same names without the signs. */
	ServerResponse json(ServerRequest request) {
		ResqueInfo info = this.inspector.info();
		StringBuilder json = new StringBuilder();
		json.append("{\"resque\":{\"pending\":").append(info.pending());
		json.append(",\"processed\":").append(info.processed()).append(",\"failed\":").append(info.failed());
		json.append(",\"workers\":").append(info.workers()).append(",\"working\":").append(info.working());
		json.append("},\"queues\":{");
		StringJoiner queues = new StringJoiner(",");
		this.inspector.queueSizes()
			.forEach((queue, size) -> queues.add("\"" + escaped(queue) + "\":" + Math.max(0, size)));
		return answer(MediaType.APPLICATION_JSON, json.append(queues).append("}}").toString());
	}

	/** Names may hold anything. */
	private static String escaped(String name) {
		return JSON_SPECIAL.matcher(name).replaceAll((match) -> "\\\\u%04x".formatted((int) match.group().charAt(0)));
	}

	private static ServerResponse answer(MediaType type, String text) {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		return ServerResponse.ok().contentType(type).cacheControl(CacheControl.noStore()).build((in, out) -> {
			out.getOutputStream().write(body);
			return null;
		});
	}

	private List<String> lines() {
		ResqueInfo info = this.inspector.info();
		List<String> lines = new ArrayList<>();
		lines.add("resque.pending=" + info.pending());
		lines.add("resque.processed+=" + info.processed());
		lines.add("resque.failed+=" + info.failed());
		lines.add("resque.workers=" + info.workers());
		lines.add("resque.working=" + info.working());
		// A name with a line break must not forge a line.
		this.inspector.queueSizes()
			.forEach((queue, size) -> lines.add("queues." + queue.replaceAll("\\R", " ") + "=" + Math.max(0, size)));
		return lines;
	}

}
