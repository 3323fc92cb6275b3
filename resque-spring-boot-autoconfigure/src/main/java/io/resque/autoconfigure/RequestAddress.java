package io.resque.autoconfigure;

import java.util.Map;

import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * What Spring MVC has read from the address of this thread's request. Without Spring MVC
 * nothing is known of it.
 */
final class RequestAddress {

	/** Of {@code HandlerMapping}, which not every application has. */
	private static final String PARTS = "org.springframework.web.servlet.HandlerMapping.uriTemplateVariables";

	private static final boolean WEB = ClassUtils.isPresent(
			"org.springframework.web.context.request.RequestContextHolder", RequestAddress.class.getClassLoader());

	private RequestAddress() {
	}

	static Map<?, ?> parts() {
		return WEB ? Servlet.parts() : Map.of();
	}

	/** Keeps the types of spring-web away from applications without it. */
	private static final class Servlet {

		static Map<?, ?> parts() {
			RequestAttributes request = RequestContextHolder.getRequestAttributes();
			return (request != null
					&& request.getAttribute(PARTS, RequestAttributes.SCOPE_REQUEST) instanceof Map<?, ?> parts) ? parts
							: Map.of();
		}

	}

}
