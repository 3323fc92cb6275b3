package io.resque.dashboard.view;

import java.util.Collections;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.MessageSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/**
 * The texts of the dashboard, apart from the application's.
 */
public final class DashboardMessages {

	private final ResourceBundleMessageSource source = new ResourceBundleMessageSource();

	public DashboardMessages() {
		this.source.setBundleClassLoader(DashboardMessages.class.getClassLoader());
		this.source.setBasename("io.resque.dashboard.messages");
		this.source.setDefaultEncoding("UTF-8");
		this.source.setFallbackToSystemLocale(false);
	}

	/**
	 * The language to answer in: the first one of {@code Accept-Language} that there is,
	 * or English.
	 */
	public Locale locale(HttpServletRequest request) {
		if (request.getHeader("Accept-Language") == null) {
			return Locale.ENGLISH;
		}
		for (Locale locale : Collections.list(request.getLocales())) {
			switch (locale.getLanguage()) {
				case "en" -> {
					return Locale.ENGLISH;
				}
				case "zh" -> {
					return Locale.SIMPLIFIED_CHINESE;
				}
				default -> {
				}
			}
		}
		return Locale.ENGLISH;
	}

	/** A text, with its placeholders filled in. */
	public String text(Locale locale, String code, Object... arguments) {
		return this.source.getMessage(code, arguments, locale);
	}

	MessageSource source() {
		return this.source;
	}

}
