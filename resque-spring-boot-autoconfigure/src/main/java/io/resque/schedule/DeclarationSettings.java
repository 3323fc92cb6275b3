package io.resque.schedule;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Schedules of this application.
 *
 * @param schedule schedules by their names, with the settings of resque-scheduler: cron
 * or every (and first-in, zone), class, queue, args, description, rails-env; missed,
 * missed-window, jitter and overlap
 */
@ConfigurationProperties("resque")
public record DeclarationSettings(@DefaultValue Map<String, Map<String, Object>> schedule) {
}
