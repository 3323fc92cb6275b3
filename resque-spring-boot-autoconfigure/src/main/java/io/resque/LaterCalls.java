package io.resque;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.EmptyTargetSource;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Stand-ins for job beans, which enqueue the calls that they get.
 */
final class LaterCalls {

	private final JobRegistry registry;

	private final Enqueue now;

	private final Map<Class<?>, Object> standIns = new ConcurrentHashMap<>();

	/**
	 * Creates it.
	 * @param registry the jobs
	 * @param now enqueues a call
	 */
	LaterCalls(JobRegistry registry, Enqueue now) {
		this.registry = registry;
		this.now = now;
	}

	<T> T of(Class<T> type) {
		return type.cast(this.standIns.computeIfAbsent(type, (missing) -> create(missing, this.now)));
	}

	/** A stand-in that does something else with its calls; not kept. */
	<T> T of(Class<T> type, Enqueue enqueue) {
		return type.cast(create(type, enqueue));
	}

	private Object create(Class<?> type, Enqueue enqueue) {
		List<JobDefinition> jobs = this.registry.of(type);
		if (jobs.isEmpty()) {
			throw UnknownJobException.noJob(type);
		}
		ProxyFactory factory = new ProxyFactory();
		if (type.isInterface()) {
			factory.addInterface(type);
		}
		else {
			checkOpen(type, jobs);
			factory.setTargetSource(EmptyTargetSource.forClass(type));
			factory.setProxyTargetClass(true);
		}
		factory.addAdvice((MethodInterceptor) (call) -> answer(type, jobs, enqueue, call));
		try {
			return factory.getProxy(type.getClassLoader());
		}
		catch (AopConfigException ex) {
			throw closed(type, "cannot be extended (" + ex.getMessage() + ")");
		}
	}

	private static @Nullable Object answer(Class<?> type, List<JobDefinition> jobs, Enqueue enqueue,
			MethodInvocation call) {
		Method method = call.getMethod();
		if (ReflectionUtils.isToStringMethod(method)) {
			return "later(" + type.getSimpleName() + ")";
		}
		for (JobDefinition job : jobs) {
			JobSignature signature = signature(job, method);
			if (signature != null) {
				enqueue.accept(job, signature.payloadArguments(call.getArguments()));
				return nothing(method.getReturnType());
			}
		}
		throw new InvalidJobException(type, "has no job in its method '" + method.getName() + "': "
				+ "later() can only call methods that perform jobs");
	}

	private static @Nullable JobSignature signature(JobDefinition job, Method method) {
		return (job.method() instanceof BeanJobMethod bean) ? bean.signature(method) : null;
	}

	private static @Nullable Object nothing(Class<?> type) {
		return (type.isPrimitive() && type != void.class) ? Array.get(Array.newInstance(type, 1), 0) : null;
	}

	/**
	 * What a proxy does not see would run right here, on an object without its fields.
	 */
	private static void checkOpen(Class<?> type, List<JobDefinition> jobs) {
		if (Modifier.isFinal(type.getModifiers())) {
			throw closed(type, type.isRecord() ? "is a record" : "is final");
		}
		if (type.isSealed()) {
			throw closed(type, "is sealed");
		}
		for (JobDefinition job : jobs) {
			if (job.method() instanceof BeanJobMethod bean) {
				bean.methods().forEach((method) -> checkOpen(type, method));
			}
		}
	}

	private static void checkOpen(Class<?> type, Method method) {
		int modifiers = method.getModifiers();
		String description = "has a method '" + method.getName() + "' that ";
		if (Modifier.isFinal(modifiers)) {
			throw closed(type, description + "is final");
		}
		if (Modifier.isPrivate(modifiers)) {
			throw closed(type, description + "is private");
		}
		boolean packagePrivate = !Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers);
		if (packagePrivate
				&& !ClassUtils.getPackageName(method.getDeclaringClass()).equals(ClassUtils.getPackageName(type))) {
			throw closed(type, description + "only the package of " + method.getDeclaringClass().getName() + " sees");
		}
	}

	private static InvalidJobException closed(Class<?> type, String reason) {
		return new InvalidJobException(type, reason + ", so later() cannot stand in for it: open it, or use enqueue("
				+ type.getSimpleName() + ".class, …)");
	}

	/** What is done with a call. */
	@FunctionalInterface
	interface Enqueue {

		/** Enqueues it. */
		void accept(JobDefinition job, List<@Nullable Object> args);

	}

}
