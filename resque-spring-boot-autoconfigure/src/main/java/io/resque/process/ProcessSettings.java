package io.resque.process;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * This process as its surroundings see it.
 *
 * @param pidFile file that holds the process id while this process works; its directory
 * must exist
 */
@ConfigurationProperties("resque.process")
public record ProcessSettings(@Nullable String pidFile) {

}
