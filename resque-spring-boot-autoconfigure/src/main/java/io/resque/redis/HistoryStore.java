package io.resque.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a namespace had come to, minute by minute: a list of notes, newest first.
 */
public final class HistoryStore {

	/** A day, and the minute before it. */
	static final int MOST = 24 * 60 + 1;

	private static final Duration EXPIRY = Duration.ofHours(25);

	private static final Pattern NOTE = Pattern.compile("(\\d{1,12}):(\\d{1,18}):(\\d{1,18}):(\\d{1,18})");

	private final ResqueRedis redis;

	private final Keyspace keys;

	public HistoryStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/** Notes the present numbers; false when somebody has done so in this minute. */
	public boolean sample() {
		return this.redis.evalLong(LuaScript.HISTORY_SAMPLE,
				List.of(this.keys.history(), this.keys.queues(), this.keys.stat("processed"), this.keys.stat("failed")),
				List.of(this.keys.queuePrefix(), Keyspace.bytes(String.valueOf(MOST)),
						Keyspace.bytes(String.valueOf(EXPIRY.toSeconds())))) == 1;
	}

	/** The notes of the last minutes, oldest first ({@code LRANGE}). */
	public List<Sample> last(int minutes) {
		List<byte[]> notes = this.redis
			.call((redis) -> redis.listCommands().lRange(this.keys.history(), 0, Math.min(minutes, MOST) - 1));
		List<Sample> samples = new ArrayList<>();
		for (byte[] note : (notes != null) ? notes : List.<byte[]>of()) {
			Matcher matcher = NOTE.matcher(Keyspace.text(note));
			if (matcher.matches()) {
				samples.add(0,
						new Sample(Instant.ofEpochSecond(60 * Long.parseLong(matcher.group(1))),
								Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)),
								Long.parseLong(matcher.group(4))));
			}
		}
		return samples;
	}

	/**
	 * The numbers of one minute.
	 *
	 * @param at the minute
	 * @param processed jobs processed so far, failed ones included
	 * @param failed jobs failed so far
	 * @param pending jobs on all queues
	 */
	public record Sample(Instant at, long processed, long failed, long pending) {
	}

}
