package io.resque.schedule;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Schedules of this application.
 *
 * @param schedule schedules by their names, with the settings of resque-scheduler: cron
 * or every (and first-in, zone), class, queue, args, description, rails-env; missed,
 * missed-window, jitter and overlap
 * @param scheduleFile location of a file of schedules as resque-scheduler reads it, in
 * YAML, such as config/resque_schedule.yml or classpath:schedule.yml
 */
@ConfigurationProperties("resque")
public record DeclarationSettings(@DefaultValue Map<String, Map<String, Object>> schedule,
		@Nullable String scheduleFile) {
}
