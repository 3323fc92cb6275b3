package io.resque.golden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * What is in Redis, in a form that can be compared with what Ruby left there.
 */
final class KeyDump {

	private final StringRedisTemplate redis;

	KeyDump(StringRedisTemplate redis) {
		this.redis = redis;
	}

	Map<String, String> dump() {
		Map<String, String> keys = new TreeMap<>();
		for (String key : this.redis.keys("*")) {
			if (!key.startsWith("resque:spring:")) {
				Map<String, Object> value = new LinkedHashMap<>();
				value.put("type", this.redis.type(key).code());
				value.put("value", value(key));
				keys.put(normal(key), normal(JsonMapper.shared().writeValueAsString(value)));
			}
		}
		return keys;
	}

	private Object value(String key) {
		return switch (this.redis.type(key)) {
			case STRING -> this.redis.opsForValue().get(key);
			case LIST -> this.redis.opsForList().range(key, 0, -1);
			case SET -> new TreeSet<>(this.redis.opsForSet().members(key));
			case ZSET -> this.redis.opsForZSet()
				.rangeWithScores(key, 0, -1)
				.stream()
				.map((member) -> List.of(member.getValue(), member.getScore()))
				.toList();
			case HASH -> new TreeMap<>(this.redis.opsForHash().entries(key));
			default -> throw new IllegalStateException("No scenario has a " + this.redis.type(key));
		};
	}

	/** Times, hosts, pids and frames aside; the package of an exception too. */
	static String normal(String text) {
		return text
			.replaceAll("\\d{4}([-/])\\d\\d[-/]\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d( UTC| \\+0000|\\+00:00|Z|)", "<time$1$2>")
			.replaceAll("(\\bdelayed:|\\[\")1[789]\\d{8}\\b", "$1<second>")
			.replaceAll(",1\\.[789]\\d+E9", ",<second>")
			.replaceAll("\\bvm:\\d+:", "<worker>:")
			.replaceAll("box\\.[0-9a-f]{6}:\\d+-\\d+:", "<worker>:")
			.replaceAll("\\\\\"backtrace\\\\\":\\[.+?\\],\\\\\"worker", "\\\\\"backtrace\\\\\":[<frames>],\\\\\"worker")
			.replace("io.resque.golden.", "");
	}

}
