package io.resque.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A Lua script from the file of its name beside this class. The header of the file tells
 * keys, arguments and answer.
 */
record LuaScript(byte[] source, String sha1) {

	static final LuaScript BURY = load("bury");

	static final LuaScript CANARY_TURN = load("canary_turn");

	static final LuaScript CANARY_WRITE = load("canary_write");

	static final LuaScript CHANGES_SEEN = load("changes_seen");

	static final LuaScript CLOSE_LEASE = load("close_lease");

	static final LuaScript DECLARE_DEAD = load("declare_dead");

	static final LuaScript DELAY = load("delay");

	static final LuaScript DELAYED_EQUAL = load("delayed_equal");

	static final LuaScript DELAYED_MOVE = load("delayed_move");

	static final LuaScript DELAYED_READ = load("delayed_read");

	static final LuaScript DELAYED_REMOVE = load("delayed_remove");

	static final LuaScript DELAYED_SIZES = load("delayed_sizes");

	static final LuaScript FAILURE_CHANGE_ALL = load("failure_change_all");

	static final LuaScript FAILURE_CLEAR = load("failure_clear");

	static final LuaScript FAILURE_FIND = load("failure_find");

	static final LuaScript FAILURE_READ = load("failure_read");

	static final LuaScript FAILURE_REMOVE = load("failure_remove");

	static final LuaScript FAILURE_REQUEUE = load("failure_requeue");

	static final LuaScript FAILURE_TRIM = load("failure_trim");

	static final LuaScript FETCH = load("fetch");

	static final LuaScript FIRE = load("fire");

	static final LuaScript FINISH = load("finish");

	static final LuaScript FINISH_WITH = load("finish_with");

	static final LuaScript FORGET_SUSPECTS = load("forget_suspects");

	static final LuaScript GIVE_BACK = load("give_back");

	static final LuaScript GROUPS_WRITE = load("groups_write");

	static final LuaScript HISTORY_SAMPLE = load("history_sample");

	static final LuaScript KEY_READ = load("key_read");

	static final LuaScript KEYS_SCAN = load("keys_scan");

	static final LuaScript LEAD = load("lead");

	static final LuaScript MARK_START = load("mark_start");

	static final LuaScript OPEN_LEASE = load("open_lease");

	static final LuaScript PROCESS_DESCRIBE = load("process_describe");

	static final LuaScript PROCESS_READ = load("process_read");

	static final LuaScript PRUNE_WORKER = load("prune_worker");

	static final LuaScript PUSH = load("push");

	static final LuaScript QUEUE_HEADS = load("queue_heads");

	static final LuaScript QUEUE_REMOVE_JOB = load("queue_remove_job");

	static final LuaScript QUEUE_SIZES = load("queue_sizes");

	static final LuaScript RECORD_WORKING = load("record_working");

	static final LuaScript RECOVER = load("recover");

	static final LuaScript REGISTER_WORKERS = load("register_workers");

	static final LuaScript REMOVE_QUEUE = load("remove_queue");

	static final LuaScript RENEW_LEASE = load("renew_lease");

	static final LuaScript RESUME_JOBS = load("resume_jobs");

	static final LuaScript RETRY_READ = load("retry_read");

	static final LuaScript SCHEDULE_REMOVE = load("schedule_remove");

	static final LuaScript SCHEDULE_SET = load("schedule_set");

	static final LuaScript SCHEDULES_LAST = load("schedules_last");

	static final LuaScript STALE_LEASES = load("stale_leases");

	static final LuaScript STEP_DOWN = load("step_down");

	static final LuaScript UNREGISTER_WORKERS = load("unregister_workers");

	static final LuaScript VITAL_SIGNS = load("vital_signs");

	static final LuaScript WAITING_OR_RUNNING = load("waiting_or_running");

	private static LuaScript load(String name) {
		try (InputStream file = LuaScript.class.getResourceAsStream(name + ".lua")) {
			if (file == null) {
				throw new IllegalStateException("The script " + name + ".lua is missing from the class path");
			}
			byte[] source = file.readAllBytes();
			return new LuaScript(source, Sha1.hex(source));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
