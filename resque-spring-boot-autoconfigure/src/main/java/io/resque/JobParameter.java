package io.resque;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.util.StringUtils;

import io.resque.json.JsonException;
import io.resque.json.ResqueJson;
import io.resque.json.SensitiveArgs;

/**
 * A parameter of a job's method that takes an argument of the payload.
 *
 * @param name name in messages
 * @param type type of the parameter, or of the elements of a variable one
 * @param optional whether it may be absent
 * @param sensitive what nobody is to see of it
 */
record JobParameter(String name, Type type, boolean optional, SensitiveArgs sensitive) {

	private static final SensitiveArgs ALL = new SensitiveArgs(Set.of(), 0, Set.of());

	private static final Set<Class<?>> OPTIONALS = Set.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class);

	static JobParameter of(Method method, int index, Class<?> bean) {
		MethodParameter parameter = new MethodParameter(method, index);
		Class<?> raw = parameter.getParameterType();
		String name = method.getParameters()[index].getName();
		Type type = GenericTypeResolver.resolveType(parameter.getGenericParameterType(), bean);
		if (isVariable(method, index)) {
			return new JobParameter(name, componentType(type), true, sensitive(parameter, type));
		}
		return new JobParameter(name, type, parameter.isOptional() || OPTIONALS.contains(raw),
				sensitive(parameter, type));
	}

	private static SensitiveArgs sensitive(MethodParameter parameter, Type type) {
		SensitiveTypes types = SensitiveTypes.of(type);
		boolean whole = parameter.hasParameterAnnotation(Sensitive.class) || types.isWhole();
		return whole ? ALL : new SensitiveArgs(Set.of(), Integer.MAX_VALUE, types.members());
	}

	/** Whether nobody is to see the argument. */
	boolean isHidden() {
		return this.sensitive.equals(ALL);
	}

	static boolean isVariable(Method method, int index) {
		return method.isVarArgs() && index == method.getParameterCount() - 1;
	}

	private static Type componentType(Type array) {
		return (array instanceof GenericArrayType generic) ? generic.getGenericComponentType()
				: ((Class<?>) array).getComponentType();
	}

	/** Converts the argument at a position of the payload. */
	@Nullable Object convert(ResqueJson json, @Nullable Object argument, String job, int position) {
		try {
			return json.convert(argument, this.type);
		}
		catch (JsonException ex) {
			if (!this.sensitive.equals(SensitiveArgs.NONE)) {
				// What Jackson says may contain what it was given.
				throw new JobArgumentException("Parameter '" + this.name + "' of " + job + " does not take argument "
						+ (position + 1) + ", which is sensitive: it is of the JSON type " + ResqueJson.typeOf(argument)
						+ ", or its content does not fit", null);
			}
			throw new JobArgumentException("Parameter '" + this.name + "' of " + job + " does not take argument "
					+ (position + 1) + ": " + StringUtils.uncapitalizeAsProperty(String.valueOf(ex.getMessage())), ex);
		}
	}

	/** What the parameter is when the payload has no argument for it. */
	@Nullable Object absent(ResqueJson json, String job) {
		try {
			return json.convert(null, this.type);
		}
		catch (JsonException ex) {
			throw new JobArgumentException("Parameter '" + this.name + "' of " + job
					+ " has no argument in the payload, and takes no absent one: "
					+ StringUtils.uncapitalizeAsProperty(String.valueOf(ex.getMessage())), ex);
		}
	}

}
