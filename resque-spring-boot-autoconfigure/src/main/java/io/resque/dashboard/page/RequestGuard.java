package io.resque.dashboard.page;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.resque.ResqueException;
import io.resque.dashboard.access.AccessFilter;
import io.resque.dashboard.access.ChangeRights;
import io.resque.dashboard.access.FormTokens;
import io.resque.event.OperatorEvent.Outcome;

/**
 * Stands around every page: nobody comes past the access filter, neither a stranger's
 * form nor a read-only dashboard changes anything, and what goes wrong becomes a page.
 */
final class RequestGuard implements HandlerFilterFunction<ServerResponse, ServerResponse> {

	private static final String READ_ONLY = "resque.dashboard.read-only=true";

	private final PageWriter writer;

	private final FormTokens tokens;

	private final ChangeRights rights;

	private final RedisOutages outages;

	private final OperatorNotes notes;

	RequestGuard(PageWriter writer, FormTokens tokens, ChangeRights rights, RedisOutages outages, OperatorNotes notes) {
		this.writer = writer;
		this.tokens = tokens;
		this.rights = rights;
		this.outages = outages;
		this.notes = notes;
	}

	@Override
	public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
		if (!AccessFilter.granted(request.servletRequest())) {
			return ServerResponse.status(HttpStatus.FORBIDDEN).build();
		}
		try {
			if (request.method() == HttpMethod.POST) {
				return change(request, next);
			}
			new PageParameters(request).check();
			return next.handle(request);
		}
		catch (BadParameterException ex) {
			return this.writer.message(request, HttpStatus.BAD_REQUEST, "error.parameter", ex.parameter());
		}
		catch (NotFoundException ex) {
			return this.writer.message(request, HttpStatus.NOT_FOUND, ex.code(), ex.name());
		}
		catch (HookFailedException ex) {
			RuntimeException thrown = ex.thrown();
			return (isOutage(thrown) || isRefusal(thrown)) ? outage(request, thrown) : hookFailed(request, thrown);
		}
		catch (RuntimeException ex) {
			return outage(request, ex);
		}
	}

	/** Whatever becomes of it, it is announced. */
	private ServerResponse change(ServerRequest request, HandlerFunction<ServerResponse> action) throws Exception {
		try {
			if (this.rights.isReadOnly()) {
				this.notes.ended(request, Outcome.REFUSED, "read-only");
				return this.writer.message(request, HttpStatus.FORBIDDEN, "error.read-only", READ_ONLY);
			}
			if (!isOurForm(request)) {
				this.notes.ended(request, Outcome.REFUSED, "form");
				return this.writer.message(request, HttpStatus.FORBIDDEN, "error.form", "");
			}
			new PageParameters(request).check();
			ServerResponse response = action.handle(request);
			this.notes.ended(request, response);
			return response;
		}
		catch (BadParameterException ex) {
			this.notes.ended(request, Outcome.INVALID, "parameter " + ex.parameter());
			throw ex;
		}
		catch (NotFoundException ex) {
			this.notes.ended(request, Outcome.INVALID, "not found");
			throw ex;
		}
		catch (Exception ex) {
			this.notes.ended(request, Outcome.FAILED, ex.getClass().getSimpleName());
			throw ex;
		}
	}

	/** A page that leads to a change, for those who may make it. */
	HandlerFunction<ServerResponse> changersOnly(HandlerFunction<ServerResponse> page) {
		return (request) -> {
			if (this.rights.isReadOnly()) {
				return this.writer.message(request, HttpStatus.FORBIDDEN, "error.read-only", READ_ONLY);
			}
			if (!this.rights.mayChange(request.servletRequest())) {
				return this.writer.message(request, HttpStatus.FORBIDDEN, "error.change", "");
			}
			return page.handle(request);
		};
	}

	private boolean isOutage(RuntimeException thrown) {
		return this.outages.find(thrown) != null;
	}

	/** The library has refused something by itself. */
	private static boolean isRefusal(RuntimeException thrown) {
		return thrown instanceof ResqueException && thrown.getCause() == null;
	}

	/** The library wraps what hooks throw. */
	private ServerResponse hookFailed(ServerRequest request, RuntimeException thrown) {
		Throwable cause = (thrown instanceof ResqueException && thrown.getCause() != null) ? thrown.getCause() : thrown;
		return this.writer.message(request, HttpStatus.INTERNAL_SERVER_ERROR, "error.hook",
				cause.getClass().getName() + ": " + cause.getMessage());
	}

	private boolean isOurForm(ServerRequest request) {
		try {
			return this.tokens.accepts(request.servletRequest());
		}
		catch (IllegalStateException ex) {
			// Tomcat's answer to a body that cannot be decoded.
			throw new BadParameterException("body");
		}
	}

	private ServerResponse outage(ServerRequest request, RuntimeException thrown) {
		RedisOutage outage = this.outages.find(thrown);
		if (outage == null) {
			if (request.method() == HttpMethod.POST && thrown instanceof ResqueException) {
				return this.writer.message(request, HttpStatus.CONFLICT, "error.refused",
						String.valueOf(thrown.getMessage()));
			}
			throw thrown;
		}
		String code = switch (outage) {
			case UNREACHABLE -> "error.redis.unreachable";
			case UNKNOWN -> (request.method() == HttpMethod.POST) ? "error.redis.unknown" : "error.redis.unreachable";
			case REFUSED -> "error.redis.refused";
		};
		return this.writer.message(request, HttpStatus.SERVICE_UNAVAILABLE, code, String.valueOf(thrown.getMessage()));
	}

}
