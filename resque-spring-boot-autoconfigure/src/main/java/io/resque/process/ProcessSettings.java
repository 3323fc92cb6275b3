package io.resque.process;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * This process as its surroundings see it.
 *
 * @param pidFile file that holds the process id while this process works; its directory
 * must exist
 * @param signals whether the workers obey USR1 (kill the running jobs), USR2 and TSTP
 * (take no more jobs) and CONT (go on), as Ruby's do; the JVM has no Flight Recorder
 * through USR2 then
 */
@ConfigurationProperties("resque.process")
public record ProcessSettings(@Nullable String pidFile, @DefaultValue("false") boolean signals) {

}
