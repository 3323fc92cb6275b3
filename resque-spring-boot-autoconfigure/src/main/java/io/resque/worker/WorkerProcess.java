package io.resque.worker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.resque.StopRequest;
import io.resque.event.ResqueEvents;
import io.resque.event.WorkerEvent;
import io.resque.redis.ControlChannel;
import io.resque.redis.RedisCallException;
import io.resque.worker.Assignment.Run;
import io.resque.worker.lease.DeadWorkerPruner;
import io.resque.worker.lease.Lease;
import io.resque.worker.lease.LeaseKeeper;
import io.resque.worker.lease.LeaseStores;
import io.resque.worker.lease.Reaper;
import io.resque.worker.lease.Recovery;
import io.resque.worker.lease.Registration;
import io.resque.worker.lease.Seat;
import io.resque.worker.loop.Loop;
import io.resque.worker.loop.Outage;

/**
 * The workers of this process, from start to stop; one object for each start.
 * <ol>
 * <li>start: lease, registration, then the slots and their fetch loops</li>
 * <li>quiet: nothing more is fetched, what waits goes back to its queue</li>
 * <li>drain: running jobs end by themselves</li>
 * <li>hard: they are interrupted; what does not end goes back, too</li>
 * <li>everything of this process is gone from Redis</li>
 * </ol>
 */
final class WorkerProcess {

	private static final Duration LAST_WORDS = Duration.ofSeconds(3);

	/** How often to look for jobs in flight before the lease is left to run out. */
	private static final int LAST_LOOKS = 3;

	private final WorkerSettings settings;

	private final WorkerStores stores;

	private final ResqueEvents events;

	private final Probation probation = new Probation(this::fetchSoon);

	private final JobsInHand hand = new JobsInHand(this.probation);

	private final Outage outage;

	private final Acknowledger acknowledger;

	private final Outcomes outcomes;

	private final GivingBack givingBack;

	private final LeaseKeeper keeper;

	private final Loop keeping;

	private final Loop acknowledging;

	private final RunningJobs jobs;

	private final ControlChannel channel;

	private final List<Loop> others;

	private volatile boolean paused;

	private final Map<Pool, Fetching> fetching = new LinkedHashMap<>();

	private final WorkedOff workedOff;

	WorkerProcess(WorkerSettings settings, List<Pool> pools, WorkerStores stores, WorkerServices services,
			Runnable stop) {
		this.settings = settings;
		this.stores = stores;
		this.events = services.events();
		this.outage = new Outage(this.events, this::waitAnew);
		LongRuns longRuns = new LongRuns(stores.workers(), this.hand, services.codec(), services.clock());
		this.acknowledger = new Acknowledger(stores.inFlight(), this.hand, longRuns, this.events, this::acknowledgeSoon,
				this::fetchSoon);
		this.outcomes = new Outcomes(this.acknowledger, services);
		this.givingBack = new GivingBack(stores.inFlight(), this.hand, this.events);
		LeaseStores leaseStores = stores.forLeases();
		DeadWorkerPruner pruner = new DeadWorkerPruner(leaseStores, services.identity(), settings.recovery(),
				services.failures(), services.codec().json(), this.events);
		List<Seat> seats = pools.stream().flatMap((pool) -> pool.seats().stream()).toList();
		Registration registration = new Registration(services.identity(), seats, settings.recovery());
		this.keeper = new LeaseKeeper(leaseStores, registration, pruner, this::leaseLost, this.events);
		Recovery recovery = new Recovery(leaseStores, settings.recovery(), services.failures(), services.codec(),
				this.events);
		this.keeping = loop("lease", this.keeper::runOnce);
		this.workedOff = new WorkedOff(this.hand, this.keeper, this.fetching.values(), stores, () -> this.paused);
		this.acknowledging = loop("acknowledge", this.workedOff.watching(this.acknowledger::runOnce));
		JobLimits limits = new JobLimits(this.hand, services.registry(), this.outcomes, settings.termTimeout(),
				this.events);
		this.jobs = new RunningJobs(this.hand, services.clock());
		this.channel = stores.control().channel();
		ProcessRecord record = new ProcessRecord(stores.leases(), services, pools, this.hand);
		ProcessOrders orders = new ProcessOrders(this, this.keeper, record, stop, this.outage, this.events);
		this.others = List.of(loop("recover", new Reaper(leaseStores, this.keeper::current, recovery)::runOnce),
				loop("limits", limits), loop("control", new Listening(this.channel, orders, this.events)),
				orders.loop());
		pools.forEach((pool) -> startLater(pool, services));
	}

	private FetchGate gate() {
		return new FetchGate(this.keeper, this.acknowledger, this.probation, this.hand, this.givingBack,
				this.settings.recovery().lease().dividedBy(3), () -> this.paused);
	}

	private void startLater(Pool pool, WorkerServices services) {
		StartMarks marks = new StartMarks(this.stores.inFlight(), this.probation, this.outcomes);
		JobExecution execution = new JobExecution(services.codec(), services.registry(), marks, this.outcomes);
		Fetching fetching = new Fetching(pool, this.stores, gate(), this.settings.waitingConnections(), this.outage,
				this.events);
		this.fetching.put(pool, fetching);
		pool.start(new SlotContext(execution, this.keeper, fetching.loop(), services.threads(), this.events));
	}

	private Loop loop(String name, Loop.Duty duty) {
		return new Loop(name, duty, this.outage, this.events);
	}

	private void waitAnew() {
		this.fetching.values().forEach(Fetching::renew);
	}

	private void fetchSoon() {
		this.fetching.values().forEach(Fetching::look);
	}

	private void acknowledgeSoon() {
		this.acknowledging.wake();
	}

	void start() {
		this.events.announce(new WorkerEvent.Starting());
		this.fetching.forEach((pool, fetching) -> pool.runner().start(fetching::look));
		this.acknowledging.start();
		this.keeping.start();
		this.others.forEach(Loop::start);
		this.fetching.values().forEach((fetching) -> fetching.loop().start());
	}

	/** Whether there is nothing more to do; false also while Redis does not answer. */
	boolean workedOff() {
		return this.outage.unlessFailing("looking whether all jobs are done", this.workedOff::holds);
	}

	/** Whether the lease of this process certainly holds now. */
	boolean holdsLease() {
		Lease lease = this.keeper.current();
		return lease != null && lease.held();
	}

	WorkerStatus status() {
		return new WorkerStatus(this.keeper.current() != null, this.paused,
				this.fetching.keySet().stream().map((pool) -> pool.selector().label()).toList(), this.jobs.list());
	}

	/**
	 * Stops in the three phases. Returns when everything has stopped, Redis reachable or
	 * not.
	 */
	void stop() throws InterruptedException {
		Duration timeout = this.settings.shutdownTimeout();
		this.events.announce(new WorkerEvent.Stopping((int) this.hand.running().count(), timeout));
		boolean clean = false;
		try {
			quiet();
			if (!this.hand.awaitUntil(this.hand::noneRunning, timeout)) {
				this.hand.running().forEach((run) -> run.requestStop(StopRequest.shutdown()));
				this.hand.awaitUntil(this.hand::noneRunning, this.settings.termTimeout());
			}
			this.fetching.keySet().forEach(Pool::halt);
			this.fetching.keySet().forEach(this::stopRunner);
			failUnfinished();
			// Otherwise it would open a new lease as soon as this one is given up.
			this.keeping.stop(LAST_WORDS);
			clean = leave();
		}
		finally {
			this.channel.close();
			for (Duration wait : List.of(Duration.ZERO, LAST_WORDS)) {
				this.keeping.stop(wait);
				this.acknowledging.stop(wait);
				for (Loop loop : this.others) {
					loop.stop(wait);
				}
			}
			this.events.announce(new WorkerEvent.Stopped(clean));
		}
	}

	RunningJobs jobs() {
		return this.jobs;
	}

	boolean isPaused() {
		return this.paused;
	}

	synchronized void pause() {
		this.events.announce(new WorkerEvent.Pausing());
		this.paused = true;
		this.givingBack.giveBackUnstarted(this.keeper.current(), "the workers are paused");
	}

	synchronized void resume() {
		this.paused = false;
		fetchSoon();
		this.events.announce(new WorkerEvent.Resumed());
	}

	private void quiet() throws InterruptedException {
		this.fetching.values().forEach(Fetching::quiet);
		stopFetching();
		this.givingBack.giveBackUnstarted(this.keeper.current(), "the workers stop, and they had not started");
	}

	private void stopFetching() throws InterruptedException {
		for (Fetching fetching : this.fetching.values()) {
			fetching.stop(LAST_WORDS);
		}
	}

	/** Whatever becomes of it, the jobs have to be given back. */
	private void stopRunner(Pool pool) {
		try {
			pool.runner().stop();
		}
		catch (RuntimeException | Error ex) {
			this.events.announce(new WorkerEvent.Unexpected("stopping what performs the jobs of " + pool.name(), ex));
		}
	}

	private void failUnfinished() {
		for (Assignment assignment : this.hand.all()) {
			Run run = assignment.run();
			if (run != null && run.stopRequested() && run.failAfterCrash() && !assignment.lease().lost()) {
				this.outcomes.stoppedForGood(assignment, run);
			}
		}
	}

	private boolean leave() throws InterruptedException {
		try {
			if (!this.hand.awaitUntil(this.acknowledger::isEmpty, LAST_WORDS)) {
				return false;
			}
			// What it brings would come behind the look at what is in flight.
			stopFetching();
			Lease lease = this.keeper.current();
			return (lease != null) ? leave(lease) : this.keeper.close();
		}
		catch (RedisCallException ex) {
			this.outage.fails("stop", ex);
			return false;
		}
	}

	/**
	 * Gives back also what a fetch has brought whose answer nobody waited for any more.
	 * Redis may carry one out even between this look and the end of the lease: it came
	 * over a connection that is closed by now. After that end it brings nothing.
	 */
	private boolean leave(Lease lease) {
		for (int look = 1; look <= LAST_LOOKS; look++) {
			giveBack(lease, this.stores.inFlight().tokens(lease.id()), "they did not end in time");
			if (this.keeper.close()) {
				return true;
			}
		}
		this.keeper.giveUp();
		return false;
	}

	private void giveBack(Lease lease, List<Long> tokens, String reason) {
		try {
			this.givingBack.giveBack(lease, tokens, reason);
		}
		catch (RedisCallException ex) {
			this.outage.fails("giving jobs back", ex);
		}
	}

	private void leaseLost(Lease lease) {
		this.events.announce(new WorkerEvent.LeaseLost(lease.id(), this.hand.abandon(lease)));
		this.keeping.wake();
	}

}
