package io.resque;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

import io.resque.json.ResqueJson;

/**
 * Finds the {@link ResqueJob jobs} among the beans of an application, without creating a
 * bean.
 * <p>
 * A class is known by its bean definition: a factory method that declares an interface as
 * its result hides the annotations of the class behind it until the bean exists.
 */
public final class JobScanner {

	private static final String PERFORM = "perform";

	private static final Set<Class<?>> GIVEN = Set.of(JobContext.class);

	private static final String SPRING = "org.springframework.";

	private final ConfigurableListableBeanFactory beans;

	private final ResqueJson json;

	private final JobNaming naming;

	public JobScanner(ConfigurableListableBeanFactory beans, ResqueJson json) {
		this.beans = beans;
		this.json = json;
		this.naming = new JobNaming(beans);
	}

	/**
	 * Finds all jobs.
	 * @return the jobs, in the order of the bean definitions
	 * @throws InvalidNameException when a job or queue has a name that cannot be used
	 * @throws InvalidJobException when an annotated class has no method to perform, or
	 * several that cannot be told apart
	 */
	public List<JobDefinition> scan() {
		List<JobDefinition> jobs = new ArrayList<>();
		List<String> names = new ArrayList<>();
		this.beans.getBeanNamesIterator().forEachRemaining(names::add);
		for (String name : names) {
			Class<?> type = type(name);
			if (type != null && !type.getName().startsWith(SPRING)
					&& AnnotationUtils.isCandidateClass(type, ResqueJob.class)) {
				scan(ScopedProxyUtils.isScopedTarget(name) ? ScopedProxyUtils.getOriginalBeanName(name) : name, type,
						jobs);
			}
		}
		return jobs;
	}

	private void scan(String beanName, Class<?> type, List<JobDefinition> jobs) {
		ResqueJob ofClass = annotation(beanName, type);
		List<Method> performing = new ArrayList<>();
		for (Method method : methods(type, ofClass != null)) {
			ResqueJob ofMethod = AnnotatedElementUtils.findMergedAnnotation(method, ResqueJob.class);
			if (ofMethod != null) {
				JobMethod call = call(beanName, type, List.of(method));
				jobs.add(this.naming.define(ofMethod, StringUtils.capitalize(method.getName()), type, call));
			}
			else if (method.getName().equals(PERFORM)) {
				performing.add(method);
			}
		}
		if (ofClass != null) {
			JobMethod call = call(beanName, type, performing);
			jobs.add(this.naming.define(ofClass, type.getSimpleName(), type, call));
		}
	}

	/**
	 * Bridge methods hide what they override, and stand for the method that they call.
	 */
	private static List<Method> methods(Class<?> type, boolean needed) {
		try {
			return Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type, JobScanner::isCallable))
				.map(BridgeMethodResolver::findBridgedMethod)
				.distinct()
				.toList();
		}
		catch (IllegalStateException | LinkageError ex) {
			if (needed) {
				throw ex;
			}
			// A bean of somebody else may name classes that are not here.
			return List.of();
		}
	}

	/** On the class, or on the method that makes the bean. */
	private @Nullable ResqueJob annotation(String beanName, Class<?> type) {
		ResqueJob ofClass = AnnotatedElementUtils.findMergedAnnotation(type, ResqueJob.class);
		return (ofClass != null) ? ofClass : this.beans.findAnnotationOnBean(beanName, ResqueJob.class, false);
	}

	private static boolean isCallable(Method method) {
		return !Modifier.isStatic(method.getModifiers()) && (!method.isSynthetic() || method.isBridge())
				&& method.getDeclaringClass() != Object.class
				&& !AnnotatedElementUtils.hasAnnotation(method, Bean.class);
	}

	private JobMethod call(String beanName, Class<?> type, List<Method> methods) {
		if (methods.isEmpty()) {
			throw new InvalidJobException(type,
					"has no method 'perform': add one, or annotate the method that does the job");
		}
		methods.forEach((method) -> checkWaits(type, method));
		List<JobSignature> signatures = methods.stream()
			.map((method) -> new JobSignature(method, type, GIVEN))
			.toList();
		for (JobSignature signature : signatures) {
			for (JobSignature other : signatures) {
				if (signature != other && signature.clashesWith(other)) {
					throw new InvalidJobException(type,
							"has several methods 'perform' with the same number of parameters: "
									+ "arguments from JSON could not choose between them");
				}
			}
		}
		return new BeanJobMethod(this.beans, beanName, signatures, this.json);
	}

	/**
	 * A job is done when its method returns: what goes on after that would be lost in a
	 * crash, and its failure never seen.
	 */
	private static void checkWaits(Class<?> type, Method method) {
		Class<?> result = method.getReturnType();
		boolean goesOn = Future.class.isAssignableFrom(result)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(result) != null
				|| KotlinDetector.isSuspendingFunction(method)
				|| AnnotatedElementUtils.hasAnnotation(method, Async.class)
				|| AnnotatedElementUtils.hasAnnotation(type, Async.class);
		if (goesOn) {
			throw new InvalidJobException(type, "has a job in its method '" + method.getName()
					+ "' that goes on after the method returned: it must not be @Async, nor return a future or publisher");
		}
	}

	/**
	 * Class of a bean behind all proxies, as far as it is known; null where another bean
	 * stands for this one.
	 */
	private @Nullable Class<?> type(String name) {
		if (this.beans.containsBeanDefinition(name) && this.beans.getBeanDefinition(name).isAbstract()) {
			return null;
		}
		if (this.beans.containsBean(ScopedProxyUtils.getTargetBeanName(name))) {
			return null;
		}
		Object singleton = this.beans.containsSingleton(name) ? this.beans.getSingleton(name) : null;
		if (singleton != null && !(singleton instanceof FactoryBean)) {
			return AopProxyUtils.ultimateTargetClass(singleton);
		}
		Class<?> type = this.beans.getType(name, false);
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

}
