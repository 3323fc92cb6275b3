package io.resque.hook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

import io.resque.Job;
import io.resque.JobSignature;
import io.resque.json.ResqueJson;

/**
 * One annotated method of a job bean. It may take fewer arguments than the job has; those
 * that are missing are absent, as for {@code perform}.
 */
final class HookMethod {

	/** The order of Ruby, unless they have one of their own. */
	static final Comparator<HookMethod> ORDER = Comparator.comparingInt(HookMethod::order)
		.thenComparing((hook) -> hook.method.getName());

	private final Method method;

	private final int order;

	private final JobSignature signature;

	/** What it wants to have failed of; null when it takes no failure. */
	private final @Nullable Class<?> failure;

	HookMethod(HookKind kind, Method method, Class<?> bean, int order) {
		this.method = method;
		this.order = order;
		Set<Class<?>> given = Arrays.stream(method.getParameterTypes())
			.filter(kind::isGiven)
			.collect(Collectors.toUnmodifiableSet());
		this.signature = new JobSignature(method, bean, given);
		this.failure = given.stream().filter(HookKind::isFailure).findFirst().orElse(null);
	}

	Method method() {
		return this.method;
	}

	int order() {
		return this.order;
	}

	/** Whether it wants to know of a failure, or of a run without one. */
	boolean wants(@Nullable Throwable thrown) {
		return this.failure == null || this.failure == Throwable.class || this.failure.isInstance(thrown);
	}

	/**
	 * Calls the method.
	 * @param bean the job bean, or its proxy
	 * @param job the job
	 * @param json converts its arguments
	 * @param given what else is given to it
	 * @return what it answers
	 * @throws Throwable what it threw
	 */
	@Nullable Object call(Object bean, Job job, ResqueJson json, @Nullable Object... given) throws Throwable {
		List<@Nullable Object> args = job.args().subList(0, Math.min(job.args().size(), this.signature.takes()));
		@Nullable Object[] parameters = this.signature.arguments((type) -> type.isInstance(job) ? job : ofType(type, given), args,
				json);
		Method invocable = AopUtils.selectInvocableMethod(this.method, bean.getClass());
		ReflectionUtils.makeAccessible(invocable);
		try {
			return invocable.invoke(bean, parameters);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static @Nullable Object ofType(Class<?> type, @Nullable Object[] given) {
		return Arrays.stream(given).filter(type::isInstance).findFirst().orElse(null);
	}

}
