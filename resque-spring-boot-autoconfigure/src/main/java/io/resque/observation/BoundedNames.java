package io.resque.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names that are told apart, because each is a series in whatever keeps the values: the
 * first ones that come. Anybody may put any name into Redis.
 */
final class BoundedNames {

	/** Stands for all further names. */
	static final String OTHER = "(other)";

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	private final int most;

	BoundedNames(int most) {
		this.most = most;
	}

	/** The name, or what stands for it. */
	String of(String name) {
		if (this.names.contains(name)) {
			return name;
		}
		synchronized (this.names) {
			if (this.names.size() < this.most) {
				this.names.add(name);
			}
			return this.names.contains(name) ? name : OTHER;
		}
	}

}
