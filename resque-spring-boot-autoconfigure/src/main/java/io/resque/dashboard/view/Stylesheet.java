package io.resque.dashboard.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The style sheet, and the version of it that is part of its address: browsers may keep
 * it for ever.
 */
public final class Stylesheet {

	private final byte[] content;

	private final String version;

	public Stylesheet() {
		try (InputStream stream = Stylesheet.class.getResourceAsStream("/io/resque/dashboard/assets/resque.css")) {
			if (stream == null) {
				throw new IllegalStateException("The style sheet of the dashboard is missing from its jar");
			}
			this.content = stream.readAllBytes();
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(this.content);
			this.version = HexFormat.of().formatHex(digest, 0, 8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The bytes. */
	public byte[] content() {
		return this.content.clone();
	}

	/** The version in its address. */
	public String version() {
		return this.version;
	}

}
