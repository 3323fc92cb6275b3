package io.resque.json;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which args of a job nobody is to see.
 *
 * @param positions their positions, from 0
 * @param from position from which on all are hidden; {@link Integer#MAX_VALUE} for none
 * @param members names of members that are hidden in all args; case, {@code _} and
 * {@code -} do not matter
 */
public record SensitiveArgs(Set<Integer> positions, int from, Set<String> members) {

	/** Everybody may see everything. */
	public static final SensitiveArgs NONE = new SensitiveArgs(Set.of(), Integer.MAX_VALUE, Set.of());

	public SensitiveArgs {
		positions = Set.copyOf(positions);
		members = members.stream().map(SensitiveArgs::plain).collect(Collectors.toUnmodifiableSet());
	}

	/** These, and others. */
	public SensitiveArgs and(SensitiveArgs others) {
		return new SensitiveArgs(union(this.positions, others.positions), Math.min(this.from, others.from),
				union(this.members, others.members));
	}

	boolean hides(int position) {
		return position >= this.from || this.positions.contains(position);
	}

	boolean hides(String member) {
		return !this.members.isEmpty() && this.members.contains(plain(member));
	}

	private static <T> Set<T> union(Set<T> one, Set<T> other) {
		return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
	}

	private static String plain(String name) {
		return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
	}

}
