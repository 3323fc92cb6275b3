package io.resque.worker.fork;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The archive of loaded classes that lets children start fast.
 *
 * @param enabled whether to make and use one
 * @param directory directory for archives, which is kept; one of this user below the
 * temporary directory by default
 */
public record ArchiveSettings(@DefaultValue("true") boolean enabled, @Nullable String directory) {
}
