package io.resque.actuate;

import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;

import io.resque.event.OperatorEvent;
import io.resque.event.OperatorEvent.Outcome;
import io.resque.event.ResqueEvents;

/**
 * Tells who changed what through the endpoint, or tried to.
 */
final class EndpointAudit {

	/** Who it is when nobody logs in. */
	private static final String ANYBODY = "actuator";

	private static final int LONGEST = 200;

	private final ResqueEvents events;

	EndpointAudit(ResqueEvents events) {
		this.events = events;
	}

	/**
	 * Makes a change, and tells what became of it.
	 * @param security who asks
	 * @param action what is asked for
	 * @param subject name and value of what it is about, in turns; what is null is left
	 * out
	 * @param change makes it
	 * @return what it answers
	 */
	<T> T tell(SecurityContext security, String action, @Nullable Object[] subject, Supplier<T> change) {
		Map<String, String> about = new TreeMap<>();
		for (int i = 0; i < subject.length; i += 2) {
			if (subject[i + 1] != null) {
				about.put(String.valueOf(subject[i]), shortened(String.valueOf(subject[i + 1])));
			}
		}
		try {
			T done = change.get();
			long count = (done instanceof Done number) ? number.count() : 1;
			announce(security, action, about, (count > 0) ? Outcome.DONE : Outcome.UNCHANGED, "endpoint", count);
			return done;
		}
		catch (InvalidEndpointRequestException ex) {
			announce(security, action, about, Outcome.INVALID, "endpoint", 0);
			throw ex;
		}
		catch (RuntimeException ex) {
			announce(security, action, about, Outcome.FAILED, ex.getClass().getSimpleName(), 0);
			throw ex;
		}
	}

	/** Tells of a call that makes no sense before anything could be done. */
	void refused(@Nullable SecurityContext security, OperationType operation, Map<String, Object> arguments) {
		String what = (arguments.get("action") instanceof String action) ? action
				: operation.name().toLowerCase(Locale.ROOT);
		announce((security != null) ? security : SecurityContext.NONE, shortened(arguments.get("part") + "/" + what),
				Map.of(), Outcome.INVALID, "endpoint", 0);
	}

	private static String shortened(String text) {
		return (text.length() > LONGEST) ? text.substring(0, LONGEST) + "…" : text;
	}

	private void announce(SecurityContext security, String action, Map<String, String> about, Outcome outcome,
			String detail, long count) {
		Principal principal = security.getPrincipal();
		this.events.announce(new OperatorEvent((principal != null) ? principal.getName() : ANYBODY, action, about,
				outcome, detail, count));
	}

}
