package io.resque.json;

/**
 * Which bytes are written where JSON leaves a choice. Byte equality decides whether Ruby
 * finds a job again.
 */
public enum JsonProfile {

	/** Ruby's {@code json}: compact, raw UTF-8, no escaped slash. */
	CLASSIC,

	/**
	 * Rails with MultiJson and its own encoder: as classic, with {@code < > &} and
	 * U+2028/2029 escaped.
	 */
	RAILS_HTML_SAFE,

	/**
	 * PHP's {@code json_encode}: slash and all non-ASCII escaped, whole floats without a
	 * fraction.
	 */
	PHP

}
