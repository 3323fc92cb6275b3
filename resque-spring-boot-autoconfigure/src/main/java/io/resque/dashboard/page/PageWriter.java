package io.resque.dashboard.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.UriUtils;

import io.resque.dashboard.DashboardLocation;
import io.resque.dashboard.access.AccessFilter;
import io.resque.dashboard.access.ChangeRights;
import io.resque.dashboard.access.FormToken;
import io.resque.dashboard.access.FormTokens;
import io.resque.dashboard.view.DashboardAssets;
import io.resque.dashboard.view.DashboardMessages;
import io.resque.dashboard.view.Formats;
import io.resque.dashboard.view.Notice;
import io.resque.dashboard.view.TemplateRenderer;
import io.resque.inspect.ResqueInspector;

/**
 * Answers requests with pages and redirects.
 */
final class PageWriter {

	/** With this header, htmx asks for a page without its frame. */
	private static final String FRAGMENT = "HX-Request";

	private static final Duration PROOF_HOLDS = Duration.ofMinutes(10);

	private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

	/** Servers take no header of any length; a name may be long. */
	private static final int MAX_LOCATION = 4000;

	private final DashboardMessages messages = new DashboardMessages();

	private final TemplateRenderer renderer = new TemplateRenderer(this.messages);

	private final DashboardAssets assets = new DashboardAssets();

	private final LookPage looks;

	private final ResqueInspector inspector;

	private final DashboardLocation location;

	private final FormTokens tokens;

	private final ChangeRights rights;

	private final Clock clock;

	private final boolean schedules;

	private final boolean retries;

	PageWriter(DashboardSources sources, DashboardLocation location, FormTokens tokens, ChangeRights rights,
			Clock clock) {
		this.inspector = sources.inspector();
		this.schedules = sources.schedules() != null;
		this.retries = sources.retries() != null;
		this.location = location;
		this.looks = new LookPage(this.messages, location);
		this.tokens = tokens;
		this.rights = rights;
		this.clock = clock;
	}

	DashboardAssets assets() {
		return this.assets;
	}

	LookPage looks() {
		return this.looks;
	}

	/** A page that shows what Redis holds. */
	ServerResponse page(ServerRequest request, String template, Map<String, Object> model) {
		return page(request, HttpStatus.OK, template, model);
	}

	/** The same, where something is wrong with the request. */
	ServerResponse page(ServerRequest request, HttpStatus status, String template, Map<String, Object> model) {
		PageParameters parameters = new PageParameters(request);
		Map<String, Object> all = new HashMap<>(model);
		put(all, "live", parameters.live());
		all.put("here", parameters.without("live", "note", "count"));
		put(all, "notice", parameters.notice());
		all.put("noticeCount", parameters.count());
		all.put("info", this.inspector.info());
		all.put("namespace", this.inspector.namespace());
		return write(request, status, template, all);
	}

	/**
	 * Parameters for an address of ours, with a proof that we have led the browser there,
	 * for the next ten minutes.
	 */
	Map<String, String> proven(ServerRequest request, Map<String, String> parameters) {
		Map<String, String> proven = new LinkedHashMap<>(parameters);
		proven.put("proven", Long.toString(this.clock.instant().getEpochSecond()));
		proven.put("proof", proof(request, proven));
		return proven;
	}

	/** Whether a request has the proof that belongs to parameters. */
	boolean isProven(ServerRequest request, Map<String, String> parameters) {
		PageParameters given = new PageParameters(request);
		Instant at = given.second("proven");
		if (at == null || at.isBefore(this.clock.instant().minus(PROOF_HOLDS))) {
			return false;
		}
		Map<String, String> proven = new LinkedHashMap<>(parameters);
		proven.put("proven", Long.toString(at.getEpochSecond()));
		return proof(request, proven).equals(given.find("proof"));
	}

	private String proof(ServerRequest request, Map<String, String> parameters) {
		return this.tokens.proof(request.servletRequest(), address("", parameters));
	}

	/** Whether pages hide a part of some args. */
	boolean isHidden(String args) {
		return !new Formats(this.messages, Locale.ENGLISH, this.clock.instant()).args(args).equals(args);
	}

	/** A page that says something, also when Redis is away. */
	ServerResponse message(ServerRequest request, HttpStatus status, String code, String detail) {
		return write(request, status, "message", Map.of("code", code, "detail", detail));
	}

	/** Sends the browser to a page of the dashboard. */
	ServerResponse redirect(ServerRequest request, String path, Map<String, ?> parameters) {
		OperatorNotes.note(request.servletRequest(), parameters);
		String target = this.location.base(request.servletRequest()) + address(path, parameters);
		if (target.length() > MAX_LOCATION) {
			Map<String, ?> said = new TreeMap<>(parameters);
			said.keySet().retainAll(Set.of("note", "count"));
			return redirect(request, "/overview", said);
		}
		return ServerResponse.seeOther(URI.create(target)).cacheControl(CacheControl.noStore()).build();
	}

	/** An address below the dashboard. */
	static String address(String path, Map<String, ?> parameters) {
		StringBuilder target = new StringBuilder(path);
		char separator = '?';
		for (Map.Entry<String, ?> parameter : parameters.entrySet()) {
			Object value = (parameter.getValue() instanceof Notice notice) ? notice.name().toLowerCase(Locale.ROOT)
					: parameter.getValue();
			target.append(separator).append(parameter.getKey()).append('=');
			target.append(UriUtils.encode(value.toString(), StandardCharsets.UTF_8));
			separator = '&';
		}
		return target.toString();
	}

	static URI uri(String text) {
		try {
			return URI.create(text);
		}
		catch (IllegalArgumentException ex) {
			throw new BadParameterException("back");
		}
	}

	private ServerResponse write(ServerRequest request, HttpStatus status, String template, Map<String, Object> model) {
		HttpServletRequest servletRequest = request.servletRequest();
		Locale locale = this.messages.locale(servletRequest);
		FormToken token = this.tokens.token(servletRequest);
		Map<String, Object> all = new HashMap<>(model);
		all.put("base", this.location.base(servletRequest));
		all.put("lang", locale.toLanguageTag());
		all.put("fmt", new Formats(this.messages, locale, this.clock.instant()));
		all.put("token", token);
		all.put("mayChange", this.rights.mayChange(servletRequest));
		put(all, "securityToken", this.tokens.securityToken(servletRequest));
		all.put("withSchedules", this.schedules);
		all.put("withRetries", this.retries);
		addFrame(all, request);
		byte[] body = this.renderer.render(template, locale, all).getBytes(StandardCharsets.UTF_8);
		ServerResponse.BodyBuilder response = ServerResponse.status(status)
			.contentType(HTML)
			.contentLength(body.length)
			.cacheControl(CacheControl.noStore())
			.header("Content-Language", locale.toLanguageTag());
		if (status == HttpStatus.METHOD_NOT_ALLOWED) {
			response.allow(HttpMethod.POST);
		}
		Cookie cookie = this.tokens.cookie(servletRequest, token);
		if (cookie != null) {
			response.cookie(cookie);
		}
		return response.build((in, out) -> {
			out.getOutputStream().write(body);
			return null;
		});
	}

	private void addFrame(Map<String, Object> model, ServerRequest request) {
		HttpServletRequest servletRequest = request.servletRequest();
		model.put("assets", this.assets);
		model.put("nonce", AccessFilter.nonce(servletRequest));
		model.put("look", this.looks.look(servletRequest));
		model.put("place", this.looks.place(request));
		model.put("now", this.clock.millis());
		model.put("fragment", request.headers().firstHeader(FRAGMENT) != null);
	}

	private static void put(Map<String, Object> model, String name, @Nullable Object value) {
		if (value != null) {
			model.put(name, value);
		}
	}

}
