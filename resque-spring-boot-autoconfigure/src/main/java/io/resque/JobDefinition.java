package io.resque;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * A registered job: its names, its queue, and how to call it.
 *
 * @param name name of the job
 * @param queue its queue, or null when it has none
 * @param aliases further names
 * @param onCrash what becomes of it when its process dies
 * @param timeout how long a run may take; zero for no limit
 * @param retry how it is tried again when it fails, as declared; null when nothing is
 * @param type class of the bean, unproxied
 * @param method calls the bean
 */
public record JobDefinition(String name, @Nullable String queue, List<String> aliases, OnCrash onCrash,
		Duration timeout, @Nullable Retry retry, Class<?> type, JobMethod method) {

	/** A job without a timeout and retries. */
	public JobDefinition(String name, @Nullable String queue, List<String> aliases, OnCrash onCrash, Class<?> type,
			JobMethod method) {
		this(name, queue, aliases, onCrash, Duration.ZERO, null, type, method);
	}

	/**
	 * Annotations of the job: those on the methods that perform it, or on its class when
	 * it is the job of the class.
	 * @param <A> type of the annotation
	 * @param annotation the annotation
	 */
	public <A extends Annotation> List<A> annotations(Class<A> annotation) {
		List<Method> methods = (this.method instanceof BeanJobMethod bean) ? bean.methods() : List.of();
		boolean ofMethods = methods.stream()
			.anyMatch((method) -> AnnotatedElementUtils.hasAnnotation(method, ResqueJob.class));
		Stream<? extends AnnotatedElement> places = ofMethods ? methods.stream()
				: Stream.concat(Stream.of(this.type), methods.stream());
		return places.map((place) -> AnnotatedElementUtils.findMergedAnnotation(place, annotation))
			.filter(Objects::nonNull)
			.toList();
	}

}
