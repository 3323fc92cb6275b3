package io.resque.dashboard.view;

import java.util.List;

/**
 * How somebody likes the pages.
 *
 * @param theme one of {@link #THEMES}
 * @param languages the languages there are
 */
public record Look(String theme, List<Language> languages) {

	/** As the system, or one of two. */
	public static final List<String> THEMES = List.of("system", "light", "dark");

	/** All themes. */
	public List<String> themes() {
		return THEMES;
	}

	/** The colours that a browser gives to what no style sheet reaches. */
	public String colorScheme() {
		return this.theme.equals("system") ? "light dark" : this.theme;
	}

	/**
	 * A language of the dashboard.
	 *
	 * @param tag its tag
	 * @param name its name in itself
	 */
	public record Language(String tag, String name) {
	}

}
