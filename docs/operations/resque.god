# Workers under god: god -c resque.god. The classic way of Resque's own examples, for a jar.
jar = "/srv/resque/application.jar"
workers = 2

workers.times do |number|
  God.watch do |w|
    w.name = "resque-#{number}"
    w.group = "resque"
    w.interval = 30
    w.dir = "/srv/resque"
    w.log = "/var/log/resque/worker-#{number}.log"
    w.uid = "resque"
    w.gid = "resque"
    w.env = {
      "SPRING_MAIN_WEB_APPLICATION_TYPE" => "none",
      "RESQUE_WORKER_QUEUES" => "critical,high,low",
      "RESQUE_PROCESS_GRACE_PERIOD" => "40s",
      "RESQUE_PROCESS_STATUS_FILE" => "/run/resque/worker-#{number}.status"
    }
    w.start = "/usr/bin/java -jar #{jar}"

    # As long as the application was told above, then SIGKILL.
    w.stop_signal = "TERM"
    w.stop_timeout = 40

    w.start_if do |start|
      start.condition(:process_running) do |c|
        c.interval = 5
        c.running = false
      end
    end

    # Jobs that leak belong into fork mode (resque.worker.fork.max-memory), which ends the job, not the worker.
    w.restart_if do |restart|
      restart.condition(:memory_usage) do |c|
        c.above = 1024 * 1024 # kilobytes
        c.times = [3, 5]
      end
    end
  end
end
