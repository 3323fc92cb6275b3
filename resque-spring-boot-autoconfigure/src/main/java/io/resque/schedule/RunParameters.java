package io.resque.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.ResqueException;

/**
 * Makes the one argument of a job whose schedule has parameters.
 */
final class RunParameters {

	private RunParameters() {
	}

	/**
	 * What the schedule says, then the defaults of its parameters, then values for them.
	 * @throws ResqueException when there is no such parameter, or no object that could
	 * have them
	 */
	static Map<Object, @Nullable Object> argument(Schedule schedule,
			Map<String, ? extends @Nullable Object> parameters) {
		String name = schedule.name();
		Map<?, ?> known = (schedule.settings().get("parameters") instanceof Map<?, ?> map) ? map : Map.of();
		for (String parameter : parameters.keySet()) {
			if (!known.containsKey(parameter)) {
				throw new ResqueException(
						"The schedule '" + name + "' has no parameter '" + parameter + "', only " + known.keySet());
			}
		}
		Map<Object, @Nullable Object> argument = new LinkedHashMap<>();
		Object args = schedule.settings().get("args");
		if (args instanceof Map<?, ?> members) {
			argument.putAll(members);
		}
		else if (args != null) {
			throw new ResqueException(
					"The arguments of the schedule '" + name + "' are no object that could have parameters as members");
		}
		known.forEach((parameter, about) -> {
			if (about instanceof Map<?, ?> members && members.get("default") != null) {
				argument.put(parameter, members.get("default"));
			}
		});
		argument.putAll(parameters);
		return argument;
	}

}
