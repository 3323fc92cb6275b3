package io.resque.dashboard;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the dashboard is and who gets in, when Spring Security does not decide that.
 *
 * @param enabled whether to serve the dashboard
 * @param path path of the dashboard, below the context path
 * @param username user name for HTTP Basic, asked of everybody whom Spring Security does
 * not know; without one, and without Spring Security, only browsers on the same machine
 * get in
 * @param password password for HTTP Basic
 * @param readOnly whether nobody may change anything on the dashboard, whatever the rules
 * of Spring Security say
 * @param mask comma-separated list of words beside the built-in ones: values of members
 * of arguments whose names contain one of them, in whatever case, are hidden on pages and
 * in logs
 */
public record DashboardSettings(@DefaultValue("true") boolean enabled, @DefaultValue("/resque") String path,
		@Nullable String username, @Nullable String password, @DefaultValue("false") boolean readOnly,
		@DefaultValue List<String> mask) {

	/** One character is in nearly every name. */
	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N} ._:-]{0,62}[\\p{L}\\p{N}_]");

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

	public DashboardSettings {
		path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
		if (!PATH.matcher(path).matches()) {
			throw new IllegalArgumentException("resque.dashboard.path '" + path
					+ "' must be a path such as '/resque', of letters, digits, '-', '_', '~' and '.', and not the root");
		}
		mask = mask.stream().map(DashboardSettings::word).toList();
		username = emptyToNull(username);
		password = emptyToNull(password);
		if ((username == null) != (password == null)) {
			throw new IllegalArgumentException(
					"resque.dashboard.username and resque.dashboard.password must be set together");
		}
		if (username != null && username.indexOf(':') >= 0) {
			throw new IllegalArgumentException(
					"resque.dashboard.username must not contain ':', which HTTP Basic puts after the name");
		}
	}

	private static String word(@Nullable String entry) {
		String word = (entry != null) ? entry.strip() : "";
		if (!WORD.matcher(word).matches()) {
			throw new IllegalArgumentException("resque.dashboard.mask: '" + word
					+ "' must be a part of the names to hide, such as 'iban': 2 to 64 letters, digits, '_', '-', '.', "
					+ "':' or spaces, no pattern");
		}
		return word;
	}

	/** Whether HTTP Basic guards the dashboard. */
	public boolean hasCredentials() {
		return this.username != null;
	}

	@Override
	public String toString() {
		return "DashboardSettings[enabled=" + this.enabled + ", path=" + this.path + ", credentials=" + hasCredentials()
				+ ", readOnly=" + this.readOnly + ", mask=" + this.mask + "]";
	}

	private static @Nullable String emptyToNull(@Nullable String text) {
		return (text == null || text.isEmpty()) ? null : text;
	}

}
