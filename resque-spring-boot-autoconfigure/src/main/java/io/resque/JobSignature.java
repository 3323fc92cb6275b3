package io.resque;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

import io.resque.json.ResqueJson;
import io.resque.json.SensitiveArgs;

/**
 * A method of a job bean: how many arguments of the payload it takes, and how they become
 * its parameters. Parameters of certain types take none: what they are is given by the
 * caller.
 */
public final class JobSignature {

	/** The one that leaves the fewest parameters absent first, variable ones last. */
	static final Comparator<JobSignature> BEST_FIRST = Comparator
		.comparing((JobSignature signature) -> signature.variable)
		.thenComparingInt((signature) -> signature.parameters.size());

	private final Method method;

	private final String job;

	private final List<JobParameter> parameters;

	/**
	 * Index of each parameter of the method among the parameters that take arguments; -1
	 * for those that are given.
	 */
	private final int[] positions;

	private final int required;

	private final boolean variable;

	/**
	 * Reads a method.
	 * @param method the method
	 * @param bean class of the bean
	 * @param given types of the parameters that take no argument
	 */
	public JobSignature(Method method, Class<?> bean, Set<Class<?>> given) {
		this.method = method;
		this.job = bean.getSimpleName() + "." + method.getName();
		this.parameters = new ArrayList<>();
		this.positions = new int[method.getParameterCount()];
		int required = 0;
		for (int i = 0; i < this.positions.length; i++) {
			if (given.contains(method.getParameterTypes()[i])) {
				this.positions[i] = -1;
				continue;
			}
			this.positions[i] = this.parameters.size();
			JobParameter parameter = JobParameter.of(method, i, bean);
			this.parameters.add(parameter);
			required = parameter.optional() ? required : this.parameters.size();
		}
		this.required = required;
		this.variable = method.isVarArgs();
	}

	Method method() {
		return this.method;
	}

	/** Whether no number of arguments could choose between the two. */
	boolean clashesWith(JobSignature other) {
		return this.variable == other.variable && this.parameters.size() == other.parameters.size();
	}

	boolean takes(int count) {
		return count >= this.required && (this.variable || count <= this.parameters.size());
	}

	/** How many parameters take an argument, at most. */
	public int takes() {
		return this.variable ? Integer.MAX_VALUE : this.parameters.size();
	}

	/**
	 * The parameters of the method for a call.
	 * @param given what is given for a type
	 * @param args arguments of the payload; no more than it takes
	 * @param json converts them
	 * @return the parameters
	 * @throws JobArgumentException when an argument does not fit
	 */
	public @Nullable Object[] arguments(Function<Class<?>, @Nullable Object> given, List<@Nullable Object> args,
			ResqueJson json) {
		@Nullable Object[] arguments = new Object[this.positions.length];
		for (int i = 0; i < arguments.length; i++) {
			int position = this.positions[i];
			arguments[i] = (position < 0) ? given.apply(this.method.getParameterTypes()[i])
					: argument(json, args, i, position);
		}
		return arguments;
	}

	private @Nullable Object argument(ResqueJson json, List<@Nullable Object> args, int index, int position) {
		JobParameter parameter = this.parameters.get(position);
		if (this.variable && JobParameter.isVariable(this.method, index)) {
			return rest(json, args, position);
		}
		return (position < args.size()) ? parameter.convert(json, args.get(position), this.job, position)
				: parameter.absent(json, this.job);
	}

	private Object rest(ResqueJson json, List<@Nullable Object> args, int position) {
		Class<?> element = this.method.getParameterTypes()[this.positions.length - 1].getComponentType();
		List<?> rest = elements(args.subList(Math.min(position, args.size()), args.size()), element);
		JobParameter parameter = this.parameters.get(position);
		Object array = Array.newInstance(element, rest.size());
		for (int i = 0; i < rest.size(); i++) {
			Array.set(array, i, parameter.convert(json, rest.get(i), this.job, position + i));
		}
		return array;
	}

	/**
	 * One list stands for several arguments where it could not be one of them, as in a
	 * call from Java.
	 */
	private static List<?> elements(List<?> rest, Class<?> element) {
		boolean takesLists = element.isAssignableFrom(List.class) || element.isArray()
				|| Collection.class.isAssignableFrom(element);
		return (rest.size() == 1 && rest.get(0) instanceof List<?> elements && !takesLists) ? elements : rest;
	}

	/**
	 * The arguments of the payload for a call from Java: absent ones at the end are left
	 * out, as in Ruby.
	 */
	List<@Nullable Object> payloadArguments(@Nullable Object[] call) {
		List<@Nullable Object> arguments = new ArrayList<>();
		for (int i = 0; i < call.length; i++) {
			if (this.positions[i] >= 0) {
				arguments.add(call[i]);
			}
		}
		if (this.variable) {
			Object rest = arguments.remove(arguments.size() - 1);
			arguments.addAll(Arrays.asList(ObjectUtils.toObjectArray(rest)));
			return arguments;
		}
		while (arguments.size() > this.required && isAbsent(arguments.get(arguments.size() - 1))) {
			arguments.remove(arguments.size() - 1);
		}
		return arguments;
	}

	private static boolean isAbsent(@Nullable Object argument) {
		return argument == null || argument.equals(Optional.empty()) || argument.equals(OptionalInt.empty())
				|| argument.equals(OptionalLong.empty()) || argument.equals(OptionalDouble.empty());
	}

	/** Which of its arguments nobody is to see. */
	SensitiveArgs sensitive() {
		SensitiveArgs sensitive = SensitiveArgs.NONE;
		for (int position = 0; position < this.parameters.size(); position++) {
			JobParameter parameter = this.parameters.get(position);
			boolean rest = this.variable && position == this.parameters.size() - 1;
			Set<Integer> positions = (parameter.isHidden() && !rest) ? Set.of(position) : Set.of();
			sensitive = sensitive.and(new SensitiveArgs(positions,
					(parameter.isHidden() && rest) ? position : Integer.MAX_VALUE, parameter.sensitive().members()));
		}
		return sensitive;
	}

	/** What it takes, in words: {@code 1 to 2 arguments (repoId, branch)}. */
	String expectation() {
		int most = this.parameters.size();
		String names = this.parameters.stream().map(JobParameter::name).collect(Collectors.joining(", ", " (", ")"));
		if (this.variable) {
			return this.required + " or more arguments" + names;
		}
		if (most == 0) {
			return "no arguments";
		}
		String count = (this.required < most) ? this.required + " to " + most : Integer.toString(most);
		return count + ((most == 1) ? " argument" : " arguments") + names;
	}

	@Override
	public String toString() {
		return this.job;
	}

}
