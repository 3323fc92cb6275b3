package io.resque.hook;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.ReflectionUtils;

import io.resque.InvalidJobException;
import io.resque.JobHooks;
import io.resque.ResqueJob;

/**
 * Finds the annotated methods of a job class, inherited ones too, and refuses those that
 * could not do what they look like.
 */
final class HookScanner {

	private static final int NO_ORDER = Integer.MAX_VALUE;

	private final Class<?> type;

	HookScanner(Class<?> type) {
		this.type = type;
	}

	/**
	 * All hooks in their order; nothing for kinds without any.
	 * @throws InvalidJobException when a method is no hook, or the order of two is not
	 * known; the message says what to do
	 */
	Map<HookKind, List<HookMethod>> scan() {
		Map<HookKind, List<HookMethod>> hooks = new EnumMap<>(HookKind.class);
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(this.type)) {
			for (HookKind kind : HookKind.values()) {
				if (!method.isSynthetic() && AnnotatedElementUtils.hasAnnotation(method, kind.annotation())) {
					hooks.computeIfAbsent(kind, (any) -> new ArrayList<>()).add(hook(kind, method));
				}
			}
		}
		hooks.forEach((kind, methods) -> {
			methods.sort(HookMethod.ORDER);
			checkOrder(kind, methods);
		});
		return hooks;
	}

	private HookMethod hook(HookKind kind, Method method) {
		checkMethod(kind, method);
		checkResult(kind, method);
		checkParameters(kind, method);
		int order = Objects
			.requireNonNull(
					AnnotatedElementUtils.findMergedAnnotationAttributes(method, kind.annotation(), false, false))
			.getNumber("order");
		return new HookMethod(kind, method, this.type, order);
	}

	private void checkMethod(HookKind kind, Method method) {
		if (Modifier.isStatic(method.getModifiers())) {
			throw invalid(kind, method, "must not be static: it is called on the bean");
		}
		boolean fixed = Modifier.isFinal(method.getModifiers()) && !Modifier.isFinal(this.type.getModifiers());
		if (Modifier.isPrivate(method.getModifiers()) || fixed) {
			throw invalid(kind, method, "must not be private or final: a proxy around the bean could not call it");
		}
		if (method.getName().equals("perform") || AnnotatedElementUtils.hasAnnotation(method, ResqueJob.class)) {
			throw invalid(kind, method, "is the job itself: give the hook a method of its own");
		}
		if (AnnotatedElementUtils.hasAnnotation(method, Async.class)) {
			throw invalid(kind, method, "must not be @Async: nobody would wait for it");
		}
	}

	private void checkResult(HookKind kind, Method method) {
		Class<?> result = method.getReturnType();
		boolean answer = result == boolean.class || result == Boolean.class;
		if (result != void.class && !(kind.isQuestion() && answer)) {
			throw invalid(kind, method, kind.isQuestion() ? "must return a boolean or nothing"
					: ("must return nothing" + (answer ? advice(kind) : "")));
		}
	}

	private static String advice(HookKind kind) {
		return (kind == HookKind.BEFORE_PERFORM)
				? ": a false would not keep the job from being performed, throw a SkipJobException for that" : "";
	}

	private void checkParameters(HookKind kind, Method method) {
		Set<Class<?>> seen = new HashSet<>();
		for (Class<?> parameter : method.getParameterTypes()) {
			if (HookKind.isNeverAnArgument(parameter)) {
				if (!kind.isGiven(parameter)) {
					throw invalid(kind, method, "cannot have a parameter of type " + parameter.getSimpleName());
				}
				if (!seen.add(HookKind.isFailure(parameter) ? Throwable.class : parameter)) {
					throw invalid(kind, method,
							"has two parameters for the same: " + Arrays.toString(method.getParameterTypes()));
				}
			}
		}
		if (kind == HookKind.AROUND_PERFORM && !seen.contains(JobHooks.Perform.class)) {
			throw invalid(kind, method, "needs a parameter of type JobHooks.Perform, or the job would never run");
		}
	}

	private void checkOrder(HookKind kind, List<HookMethod> sorted) {
		for (int i = 1; i < sorted.size(); i++) {
			HookMethod one = sorted.get(i - 1);
			HookMethod other = sorted.get(i);
			if (one.order() == other.order()
					&& (one.order() != NO_ORDER || one.method().getName().equals(other.method().getName()))) {
				throw new InvalidJobException(this.type,
						"has two " + kind + " methods of the same order, " + one.method().getName() + " and "
								+ other.method().getName() + ": give each an order of its own, " + kind
								+ "(order = …)");
			}
		}
	}

	private InvalidJobException invalid(HookKind kind, Method method, String problem) {
		return new InvalidJobException(this.type,
				"has a method " + method.getName() + " with " + kind + " that " + problem);
	}

}
