package io.resque.schedule;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.resque.json.JsonException;
import io.resque.json.ResqueJson;
import io.resque.json.Secrets;

/**
 * What somebody wants to be different about a schedule, as it was typed.
 *
 * @param cron a cron expression; empty for none
 * @param every a duration, when there is no cron expression
 * @param queue the queue
 * @param job name of the job
 * @param args its arguments as JSON; null to leave them as they are
 * @param description for people
 */
public record ScheduleChange(String cron, String every, String queue, String job, @Nullable String args,
		String description) {

	Map<String, @Nullable Object> applyTo(Schedule schedule, ResqueJson json) {
		Map<String, @Nullable Object> settings = new LinkedHashMap<>(schedule.settings());
		settings.remove("cron");
		if (!this.cron.isEmpty() || !isPeriodOf(schedule)) {
			settings.remove("every");
			putRhythm(settings);
		}
		settings.put("queue", this.queue);
		settings.put("class", this.job);
		settings.put("description", this.description);
		if (this.args != null) {
			settings.put("args", decoded(schedule.name(), this.args, json));
		}
		else if (!Secrets.hidesAsMuch(this.job, schedule.job().name())) {
			throw new InvalidScheduleException(schedule.name(), "args", "arguments of the job '" + schedule.job().name()
					+ "' are hidden, and those of another job are not: write them anew for that one", null);
		}
		return settings;
	}

	/** Settings of a new schedule: what is empty has its default. */
	Map<String, @Nullable Object> settings(String name, ResqueJson json) {
		Map<String, @Nullable Object> settings = new LinkedHashMap<>();
		putRhythm(settings);
		settings.put("class", this.job);
		if (!this.queue.isEmpty()) {
			settings.put("queue", this.queue);
		}
		if (this.args != null) {
			settings.put("args", decoded(name, this.args, json));
		}
		if (!this.description.isEmpty()) {
			settings.put("description", this.description);
		}
		return settings;
	}

	private void putRhythm(Map<String, @Nullable Object> settings) {
		if (!this.cron.isEmpty()) {
			settings.put("cron", this.cron);
		}
		else {
			settings.put(this.every.isEmpty() ? "never" : "every", this.every.isEmpty() ? true : this.every);
		}
	}

	/** Ruby's list of a period and its options is kept while the period is. */
	private boolean isPeriodOf(Schedule schedule) {
		Rhythm rhythm = schedule.rhythm();
		return rhythm instanceof EveryRhythm && rhythm.text().equals("every " + this.every);
	}

	private static @Nullable Object decoded(String name, String args, ResqueJson json) {
		if (args.contains(Secrets.MASK)) {
			throw new InvalidScheduleException(name, "args", "its arguments have '" + Secrets.MASK
					+ "' in them, which is what is shown instead of something hidden: write that out", null);
		}
		try {
			return json.decode(args.getBytes(StandardCharsets.UTF_8));
		}
		catch (JsonException ex) {
			throw new InvalidScheduleException(name, "args", "its arguments are no JSON: " + ex.getMessage(), ex);
		}
	}

}
