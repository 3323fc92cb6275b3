package io.resque.dashboard.access;

/**
 * What a form must send along to be believed.
 *
 * @param parameter name of the hidden field
 * @param value its value
 */
public record FormToken(String parameter, String value) {
}
