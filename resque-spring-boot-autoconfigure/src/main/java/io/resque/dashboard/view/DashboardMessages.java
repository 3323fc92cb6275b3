package io.resque.dashboard.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The texts of the dashboard, apart from the application's. English is in
 * {@code messages.properties}, each other language in a file of its own beside it; what a
 * file does not translate is English.
 */
public final class DashboardMessages {

	/** Cookie that holds the language somebody has chosen. */
	public static final String LANGUAGE = "resque_lang";

	private static final String BASE_NAME = "messages_";

	private final ResourceBundleMessageSource source = new ResourceBundleMessageSource();

	private final List<Locale> locales;

	private final List<Look.Language> languages;

	public DashboardMessages() {
		this.source.setBundleClassLoader(DashboardMessages.class.getClassLoader());
		this.source.setBasename("io.resque.dashboard.messages");
		this.source.setDefaultEncoding("UTF-8");
		this.source.setFallbackToSystemLocale(false);
		this.locales = locales();
		this.languages = this.locales.stream()
			.map((locale) -> new Look.Language(locale.toLanguageTag(), text(locale, "look.name")))
			.toList();
	}

	/**
	 * The language to answer in: the chosen one, else the first one of
	 * {@code Accept-Language} that there is, or English.
	 */
	public Locale locale(HttpServletRequest request) {
		String chosen = cookie(request, LANGUAGE);
		for (Locale locale : this.locales) {
			if (locale.toLanguageTag().equals(chosen)) {
				return locale;
			}
		}
		if (request.getHeader("Accept-Language") == null) {
			return Locale.ENGLISH;
		}
		for (Locale wanted : Collections.list(request.getLocales())) {
			Locale found = find(wanted);
			if (found != null) {
				return found;
			}
		}
		return Locale.ENGLISH;
	}

	/** The languages there are, English first. */
	public List<Look.Language> languages() {
		return this.languages;
	}

	/** A text, with its placeholders filled in. */
	public String text(Locale locale, String code, Object... arguments) {
		return this.source.getMessage(code, arguments, locale);
	}

	/** Value of a cookie, or null. */
	public static @Nullable String cookie(HttpServletRequest request, String name) {
		Cookie[] cookies = request.getCookies();
		for (Cookie cookie : (cookies != null) ? cookies : new Cookie[0]) {
			if (name.equals(cookie.getName())) {
				return cookie.getValue();
			}
		}
		return null;
	}

	MessageSource source() {
		return this.source;
	}

	/** The very language, else one that differs in the country only. */
	private @Nullable Locale find(Locale wanted) {
		return this.locales.stream()
			.filter((locale) -> locale.getLanguage().equals(wanted.getLanguage()))
			.min(Comparator.comparing((locale) -> !locale.getCountry().equals(wanted.getCountry())))
			.orElse(null);
	}

	private static List<Locale> locales() {
		TreeMap<String, Locale> locales = new TreeMap<>();
		try {
			for (Resource file : new PathMatchingResourcePatternResolver(DashboardMessages.class.getClassLoader())
				.getResources("classpath*:io/resque/dashboard/" + BASE_NAME + "*.properties")) {
				String name = String.valueOf(file.getFilename());
				String tag = name.substring(BASE_NAME.length(), name.lastIndexOf('.')).replace('_', '-');
				locales.put(tag, Locale.forLanguageTag(tag));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		List<Locale> all = new ArrayList<>(locales.values());
		all.add(0, Locale.ENGLISH);
		return List.copyOf(all);
	}

}
