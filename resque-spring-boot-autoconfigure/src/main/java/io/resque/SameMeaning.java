package io.resque;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Equality of decoded JSON as Ruby sees it: {@code 1 == 1.0}, and the order of members
 * does not count.
 */
final class SameMeaning {

	private SameMeaning() {
	}

	static boolean of(@Nullable Object one, @Nullable Object other) {
		if (one instanceof Number number && other instanceof Number otherNumber) {
			return number.equals(otherNumber) || decimal(number).compareTo(decimal(otherNumber)) == 0;
		}
		if (one instanceof List<?> list && other instanceof List<?> otherList) {
			return ofElements(list, otherList);
		}
		if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> otherMap) {
			return ofMembers(map, otherMap);
		}
		return (one != null) ? one.equals(other) : other == null;
	}

	private static boolean ofElements(List<?> one, List<?> other) {
		if (one.size() != other.size()) {
			return false;
		}
		for (int i = 0; i < one.size(); i++) {
			if (!of(one.get(i), other.get(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean ofMembers(Map<?, ?> one, Map<?, ?> other) {
		return one.keySet().equals(other.keySet())
				&& one.entrySet().stream().allMatch((member) -> of(member.getValue(), other.get(member.getKey())));
	}

	private static BigDecimal decimal(Number number) {
		if (number instanceof BigDecimal decimal) {
			return decimal;
		}
		if (number instanceof BigInteger integer) {
			return new BigDecimal(integer);
		}
		return (number instanceof Double) ? new BigDecimal(number.doubleValue())
				: BigDecimal.valueOf(number.longValue());
	}

}
