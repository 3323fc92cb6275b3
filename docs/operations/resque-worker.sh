#!/bin/sh
# Starts and stops a worker in the background, for monit and init scripts: resque-worker.sh start|stop|status
set -eu

: "${APPLICATION:=/srv/resque/application.jar}"
: "${RUN:=/run/resque}"
: "${LOG:=/var/log/resque/worker.log}"
: "${JAVA:=/usr/bin/java}"
pid_file="$RUN/worker.pid"

export SPRING_MAIN_WEB_APPLICATION_TYPE=none
export RESQUE_PROCESS_STATUS_FILE="$RUN/worker.status"
# How long a stop waits before SIGKILL: longer than resque.worker.shutdown-timeout (20 s), term-timeout (4 s) and 6 s.
grace=40
export RESQUE_PROCESS_GRACE_PERIOD="${grace}s"

running() {
	[ -s "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null
}

case "${1:-}" in
start)
	if running; then
		exit 0
	fi
	# A worker that nobody can stop must not be started.
	mkdir -p "$RUN"
	: >"$pid_file"
	cd "$(dirname "$APPLICATION")"
	nohup "$JAVA" -jar "$APPLICATION" </dev/null >>"$LOG" 2>&1 &
	echo $! >"$pid_file"
	;;
stop)
	if running; then
		pid=$(cat "$pid_file")
		kill -TERM "$pid"
		second=0
		while running; do
			if [ $second -ge $grace ]; then
				kill -KILL "$pid"
				break
			fi
			sleep 1
			second=$((second + 1))
		done
	fi
	rm -f "$pid_file"
	;;
status)
	if running; then
		cat "$RESQUE_PROCESS_STATUS_FILE"
	else
		echo "not running"
		exit 3
	fi
	;;
*)
	echo "Usage: $0 start|stop|status" >&2
	exit 2
	;;
esac
