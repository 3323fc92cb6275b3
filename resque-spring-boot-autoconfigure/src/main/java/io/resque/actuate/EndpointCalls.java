package io.resque.actuate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
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

import io.resque.event.ResqueEvents;

/**
 * Looks at calls of the endpoint over the web before they are carried out. Spring Boot
 * drops what it does not know, so that a slip of the pen in a name would make a pause of
 * one queue one of all; and it keeps to itself what is wrong with a call.
 */
public final class EndpointCalls implements OperationInvokerAdvisor {

	private static final EndpointId OURS = EndpointId.of("resque");

	private final EndpointAudit audit;

	private final Supplier<Map<?, ?>> address;

	/**
	 * Creates it.
	 * @param events where it is told what was refused
	 * @param address what was read from the address of this thread's request, as far as
	 * that is known. Spring Boot lets members of a body stand in for it, behind the back
	 * of rules about addresses
	 */
	public EndpointCalls(ResqueEvents events, Supplier<Map<?, ?>> address) {
		this.audit = new EndpointAudit(events);
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
		return (context) -> {
			if (!context.canResolve(WebServerNamespace.class)) {
				return invoker.invoke(context);
			}
			String refusal = refusal(context, names);
			return (refusal != null) ? refused(context, operation, refusal) : call(context, operation, invoker);
		};
	}

	private @Nullable Object call(InvocationContext context, OperationType operation, OperationInvoker invoker) {
		try {
			return invoker.invoke(context);
		}
		catch (ParameterMappingException ex) {
			return refused(context, operation,
					"'" + ex.getParameter().getName() + "' must be a whole number, not '" + ex.getValue() + "'");
		}
		catch (InvalidEndpointRequestException ex) {
			return wrong(String.valueOf(ex.getMessage()));
		}
	}

	private Object refused(InvocationContext context, OperationType operation, String reason) {
		if (operation != OperationType.READ) {
			this.audit.refused(context.resolveArgument(SecurityContext.class), operation, context.getArguments());
		}
		return wrong(reason);
	}

	/** What is wrong with the members of a call, or null. */
	private @Nullable String refusal(InvocationContext context, List<String> names) {
		Map<?, ?> address = this.address.get();
		for (Map.Entry<String, Object> argument : context.getArguments().entrySet()) {
			String name = argument.getKey();
			Object value = argument.getValue();
			if (address.containsKey(name)) {
				if (!Objects.equals(value, address.get(name))) {
					return "'" + name + "' is a part of the address: leave it out of the call";
				}
			}
			else if (!names.contains(name)) {
				return "There is no '" + name + "' in this call: nothing was done";
			}
			else if (value == null) {
				return "'" + name + "' must not be null: leave it out, if that is what you mean";
			}
		}
		return null;
	}

	private static WebEndpointResponse<Map<String, String>> wrong(String reason) {
		return new WebEndpointResponse<>(Map.of("message", reason), WebEndpointResponse.STATUS_BAD_REQUEST);
	}

}
