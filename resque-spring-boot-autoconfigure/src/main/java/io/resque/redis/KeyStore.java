package io.resque.redis;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys of the namespace and what they hold, of whatever type, in bounded portions.
 */
public final class KeyStore {

	/** Where to begin. */
	public static final String BEGIN = "0";

	/** Most bytes of a label or a value. */
	private static final int LONGEST = 2000;

	private final ResqueRedis redis;

	private final Keyspace keys;

	public KeyStore(ResqueRedis redis) {
		this.redis = redis;
		this.keys = redis.keys();
	}

	/** What all names of keys begin with. */
	public String prefix() {
		return this.keys.namespace() + ":";
	}

	/**
	 * Looks for keys ({@code SCAN}): at no more than about 5,000 of the database.
	 * @param cursor {@value #BEGIN}, or where an earlier look ended
	 * @param text a text that the names contain, behind the namespace
	 * @param enough how many are enough; some more may be found
	 * @return what was found
	 */
	public FoundKeys find(String cursor, String text, int enough) {
		String pattern = literally(prefix()) + "*" + (text.isEmpty() ? "" : literally(text) + "*");
		List<Object> answer = this.redis.evalList(LuaScript.KEYS_SCAN, List.of(this.keys.queues()),
				List.of(Keyspace.bytes(cursor), Keyspace.bytes(pattern), Keyspace.bytes(Integer.toString(enough))));
		List<FoundKey> found = new ArrayList<>();
		for (int i = 1; i + 2 < answer.size(); i += 3) {
			found.add(new FoundKey(text(answer.get(i)), text(answer.get(i + 1)), (Long) answer.get(i + 2)));
		}
		return new FoundKeys(found, text(answer.get(0)));
	}

	/**
	 * Reads a part of what a key holds.
	 * @param key its name, with the namespace
	 * @param from {@value #BEGIN}, or where an earlier part ended
	 * @param count how many elements; some more may come of a large set or hash
	 * @return the part
	 * @throws IllegalArgumentException when the key is of another namespace
	 */
	public KeyPart read(String key, String from, int count) {
		if (!key.startsWith(prefix())) {
			throw new IllegalArgumentException("'" + key + "' is no key of the namespace " + this.keys.namespace());
		}
		List<Object> answer = this.redis.evalList(LuaScript.KEY_READ, List.of(Keyspace.bytes(key)),
				List.of(Keyspace.bytes(from), Keyspace.bytes(Integer.toString(count)),
						Keyspace.bytes(Integer.toString(LONGEST))));
		List<Element> elements = new ArrayList<>();
		for (int i = 3; i + 1 < answer.size(); i += 2) {
			elements.add(new Element(text(answer.get(i)), text(answer.get(i + 1))));
		}
		return new KeyPart(text(answer.get(0)), (Long) answer.get(1), elements, text(answer.get(2)));
	}

	/** Whoever asks must not keep Redis busy with a pattern that is hard to match. */
	private static String literally(String text) {
		return text.replaceAll("[\\\\*?\\[\\]^]", "\\\\$0");
	}

	private static String text(Object bytes) {
		return Keyspace.text((byte[]) bytes);
	}

	/**
	 * Keys that were found.
	 *
	 * @param keys the keys
	 * @param next where to go on; {@value KeyStore#BEGIN} when all keys were looked at
	 */
	public record FoundKeys(List<FoundKey> keys, String next) {
	}

	/**
	 * A key.
	 *
	 * @param name its name, with the namespace
	 * @param type its type as Redis names it
	 * @param size number of elements, of a string of bytes; -1 when unknown
	 */
	public record FoundKey(String name, String type, long size) {
	}

	/**
	 * A part of what a key holds.
	 *
	 * @param type the type as Redis names it, {@code none} when there is no such key
	 * @param size number of elements, of a string of bytes; -1 when unknown
	 * @param elements the elements, shortened
	 * @param next where to go on; empty at the end
	 */
	public record KeyPart(String type, long size, List<Element> elements, String next) {
	}

	/**
	 * One of the values that a key holds.
	 *
	 * @param label index in a list, score in a sorted set, field of a hash; else empty
	 * @param value the value
	 */
	public record Element(String label, String value) {
	}

}
