package io.resque.chaos;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.resque.json.JsonProfile;
import io.resque.json.ResqueJson;

/**
 * An entry of the failed list that says a crash has brought the job there.
 *
 * @param reason why the job is not run again
 * @param pid process id of who died last
 * @param trail process ids of all who died with the job, with "running" or "in flight"
 */
record DirtyExit(String reason, String pid, List<String> trail) {

	/** What {@code maxCrashes} is for {@link ChaosWorker}. */
	private static final int CRASHES = 3;

	private static final ResqueJson JSON = new ResqueJson(JsonProfile.CLASSIC);

	private static final Pattern WORKER = Pattern.compile(".*:(\\d+):[^:]*");

	private static final Pattern CRASH = Pattern.compile(".* (running|in flight) on .*:(\\d+)");

	/** Reads an entry; what it does not say is empty. */
	static DirtyExit parse(String entry) {
		Map<?, ?> members = (Map<?, ?>) JSON.decode(entry.getBytes(StandardCharsets.UTF_8));
		List<?> lines = (members.get("backtrace") instanceof List<?> trail) ? trail : List.of();
		return new DirtyExit(text(members.get("error")), first(WORKER.matcher(text(members.get("worker")))),
				lines.stream().map(DirtyExit::text).toList());
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

	private static String first(Matcher matcher) {
		return matcher.matches() ? matcher.group(1) : "";
	}

	/**
	 * Whether the log bears out that the job had to end so: deaths are counted from the
	 * time when Redis had taken the job.
	 */
	boolean isJustified(JobHistory job, Collection<ProcessHistory> processes) {
		return isPoisonPill() ? isPoison(job, processes) : isForbiddenRepetition(job, processes);
	}

	private boolean isPoisonPill() {
		return this.reason.startsWith("Poison pill: ");
	}

	/**
	 * As many processes died with it, each line of the trail is another death, and it ran
	 * at all of them but the first. Of those one may have been between mark and log.
	 */
	private boolean isPoison(JobHistory job, Collection<ProcessHistory> processes) {
		Map<String, Integer> claimed = new HashMap<>();
		int running = 0;
		for (String line : this.trail) {
			Matcher crash = CRASH.matcher(line);
			if (!crash.matches()) {
				return false;
			}
			running += crash.group(1).equals("running") ? 1 : 0;
			claimed.merge(crash.group(2), 1, Integer::sum);
		}
		boolean eachDied = claimed.entrySet()
			.stream()
			.allMatch((claim) -> deaths(claim.getKey(), job, processes) >= claim.getValue());
		long startedByTheDead = processes.stream()
			.filter((process) -> process.wasDeclaredDeadAfter(job.enqueuedAt()) && job.wasStartedBy(process))
			.count();
		return !job.isNamed(ChaosJobs.ONCE) && eachDied && this.trail.size() >= CRASHES && running >= CRASHES - 1
				&& startedByTheDead >= CRASHES - 2;
	}

	private static long deaths(String pid, JobHistory job, Collection<ProcessHistory> processes) {
		return processes.stream()
			.filter((process) -> process.pid().equals(pid) && process.wasDeclaredDeadAfter(job.enqueuedAt()))
			.count();
	}

	/**
	 * A job that asks to run once is marked before it can log its start, so it may not
	 * have logged one.
	 */
	private boolean isForbiddenRepetition(JobHistory job, Collection<ProcessHistory> processes) {
		return job.isNamed(ChaosJobs.ONCE) && processes.stream()
			.filter((process) -> process.pid().equals(this.pid) && process.wasDeclaredDeadAfter(job.enqueuedAt()))
			.anyMatch((process) -> job.starts().isEmpty() || job.wasStartedBy(process));
	}

}
