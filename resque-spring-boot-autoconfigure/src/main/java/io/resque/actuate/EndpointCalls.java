package io.resque.actuate;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.actuate.endpoint.invoke.ParameterMappingException;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;

/**
 * Looks at calls of the endpoint over the web before they are carried out. Spring Boot
 * drops what it does not know, so that a slip of the pen in a name would make a pause of
 * one queue one of all; and it keeps to itself what is wrong with a call.
 */
public final class EndpointCalls implements OperationInvokerAdvisor {

	private static final EndpointId OURS = EndpointId.of("resque");

	private final Supplier<Map<?, ?>> address;

	/**
	 * Creates it.
	 * @param address what was read from the address of this thread's request, as far as
	 * that is known. Spring Boot lets members of a body stand in for it, behind the back
	 * of rules about addresses
	 */
	public EndpointCalls(Supplier<Map<?, ?>> address) {
		this.address = address;
	}

	@Override
	public OperationInvoker apply(EndpointId endpoint, OperationType operation, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!endpoint.equals(OURS)) {
			return invoker;
		}
		List<String> names = parameters.stream()
			.filter((parameter) -> parameter.getType() != SecurityContext.class)
			.map(OperationParameter::getName)
			.toList();
		return (context) -> (context.canResolve(WebServerNamespace.class)) ? call(context, names, invoker)
				: invoker.invoke(context);
	}

	private @Nullable Object call(InvocationContext context, List<String> names, OperationInvoker invoker) {
		try {
			Map<?, ?> address = this.address.get();
			context.getArguments().forEach((name, value) -> {
				check(name, value, names);
				if (address.containsKey(name) && !value.equals(address.get(name))) {
					throw EndpointActions.refused("'" + name + "' is a part of the address: leave it out of the call");
				}
			});
			return invoker.invoke(context);
		}
		catch (ParameterMappingException ex) {
			return wrong("'" + ex.getParameter().getName() + "' must be a whole number, not '" + ex.getValue() + "'");
		}
		catch (InvalidEndpointRequestException ex) {
			return wrong(String.valueOf(ex.getMessage()));
		}
	}

	private static WebEndpointResponse<Map<String, String>> wrong(String reason) {
		return new WebEndpointResponse<>(Map.of("message", reason), WebEndpointResponse.STATUS_BAD_REQUEST);
	}

	private static void check(String name, @Nullable Object value, List<String> names) {
		if (!names.contains(name)) {
			throw EndpointActions.refused("There is no '" + name + "' in this call: nothing was done");
		}
		if (value == null) {
			throw EndpointActions.refused("'" + name + "' must not be null: leave it out, if that is what you mean");
		}
	}

}
