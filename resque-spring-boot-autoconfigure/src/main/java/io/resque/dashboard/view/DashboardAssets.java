package io.resque.dashboard.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Style sheet and scripts, and the version of them that is part of their addresses:
 * browsers may keep them for ever. They have one version in common, so that scripts find
 * each other by relative addresses.
 */
public final class DashboardAssets {

	/** From its webjar, whatever an application does with {@code /webjars}. */
	private static final String HTMX = "classpath*:META-INF/resources/webjars/htmx.org/*/dist/htmx.min.js";

	private static final List<String> OWN = List.of("classpath*:io/resque/dashboard/assets/*.css",
			"classpath*:io/resque/dashboard/assets/*.js");

	private final Map<String, byte[]> contents = new TreeMap<>();

	private final String version;

	public DashboardAssets() {
		OWN.forEach(this::read);
		read(HTMX);
		if (!has("resque.css")) {
			throw new IllegalStateException("The style sheet of the dashboard is missing from its jar");
		}
		this.version = version(this.contents);
	}

	/** The version in the addresses. */
	public String version() {
		return this.version;
	}

	/** Whether there is such a file; htmx can be left off the class path. */
	public boolean has(String name) {
		return this.contents.containsKey(name);
	}

	/** The bytes, or null when there is no such file. */
	public byte @Nullable [] content(String name) {
		byte[] content = this.contents.get(name);
		return (content != null) ? content.clone() : null;
	}

	private void read(String pattern) {
		try {
			for (Resource resource : new PathMatchingResourcePatternResolver(DashboardAssets.class.getClassLoader())
				.getResources(pattern)) {
				this.contents.putIfAbsent(String.valueOf(resource.getFilename()), resource.getContentAsByteArray());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String version(Map<String, byte[]> contents) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			contents.values().forEach(digest::update);
			return HexFormat.of().formatHex(digest.digest(), 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
