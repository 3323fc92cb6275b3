package io.resque.redis;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-1 in lower-case hex, as Redis' {@code redis.sha1hex} and {@code EVALSHA} have it.
 * Names bytes, protects nothing.
 */
public final class Sha1 {

	private Sha1() {
	}

	/** The digest of the bytes, 40 hex digits. */
	public static String hex(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

}
