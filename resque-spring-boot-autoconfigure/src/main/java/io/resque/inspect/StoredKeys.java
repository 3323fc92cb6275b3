package io.resque.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.resque.json.ResqueJson;
import io.resque.json.Secrets;
import io.resque.json.StoredText;
import io.resque.redis.KeyStore;
import io.resque.redis.ResqueRedis;

/**
 * The keys of the namespace and what they hold, for people to look at, in portions that
 * do not hold Redis up.
 */
public final class StoredKeys {

	/** How many keys, or values, are shown together; some more may be. */
	public static final int PORTION = 20;

	/** Keys whose names have args in them. */
	private static final List<String> HIDDEN = List.of("timestamps:", "resque-retry:", "failure-resque-retry:",
			"spring:retry:", "lock:");

	private final KeyStore store;

	private final ResqueJson json;

	/**
	 * Creates it.
	 * @param redis where to look
	 * @param json reads payloads, to hide in them what nobody is to see
	 */
	public StoredKeys(ResqueRedis redis, ResqueJson json) {
		this.store = new KeyStore(redis);
		this.json = json;
	}

	/**
	 * Looks for keys: at no more than about 5,000 of the database, so that nothing may be
	 * found although there is more. Keys whose names have args in them are left out.
	 * @param text a text that their names contain, or an empty one
	 * @param from where an earlier look ended, or null
	 * @return what was found
	 */
	public Keys find(String text, @Nullable String from) {
		KeyStore.FoundKeys found = this.store.find((from != null) ? from : KeyStore.BEGIN, text, PORTION);
		List<Key> keys = new ArrayList<>();
		found.keys()
			.stream()
			.filter((key) -> isKey(key.name()))
			.forEach((key) -> keys.add(new Key(key.name(), key.type(), key.size())));
		keys.sort(Comparator.comparing(Key::name));
		return new Keys(keys, found.next().equals(KeyStore.BEGIN) ? null : found.next());
	}

	/**
	 * Whether a name is that of a key of the namespace that may be shown, whether there
	 * is one or not.
	 */
	public boolean isKey(String name) {
		String prefix = this.store.prefix();
		return name.startsWith(prefix) && Secrets.mask(name).equals(name)
				&& HIDDEN.stream().noneMatch((hidden) -> name.startsWith(hidden, prefix.length()));
	}

	/**
	 * Reads a part of what a key holds.
	 * @param name its name, with the namespace
	 * @param from where an earlier part ended, or null
	 * @return the part; null when there is no such key
	 */
	public @Nullable Values values(String name, @Nullable String from) {
		KeyStore.KeyPart part = this.store.read(name, (from != null) ? from : KeyStore.BEGIN, PORTION);
		if (part.type().equals("none")) {
			return null;
		}
		List<Value> values = part.elements()
			.stream()
			.map((element) -> new Value(StoredText.of(element.label(), this.json),
					StoredText.of(element.value(), this.json)))
			.toList();
		return new Values(new Key(name, part.type(), part.size()), values, part.next().isEmpty() ? null : part.next());
	}

	/**
	 * Keys that were found.
	 *
	 * @param keys the keys
	 * @param next where to go on; null when all keys were looked at
	 */
	public record Keys(List<Key> keys, @Nullable String next) {
	}

	/**
	 * A key.
	 *
	 * @param name its name, with the namespace
	 * @param type its type as Redis names it
	 * @param size number of elements, of a string of bytes; -1 when unknown
	 */
	public record Key(String name, String type, long size) {
	}

	/**
	 * A part of what a key holds.
	 *
	 * @param key the key
	 * @param values the values, shortened
	 * @param next where to go on; null at the end
	 */
	public record Values(Key key, List<Value> values, @Nullable String next) {
	}

	/**
	 * One of the values that a key holds.
	 *
	 * @param label index in a list, score in a sorted set, field of a hash; else empty
	 * @param value the value
	 */
	public record Value(String label, String value) {
	}

}
