package io.resque.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import io.resque.chaos.Fault.Kind;

/**
 * What happens when: random, but the same for the same seed. Storms of faults change with
 * a few calm seconds, in which the dead are noticed.
 */
final class FaultSchedule {

	private static final List<Kind> DECK = List.of(Kind.KILL, Kind.KILL, Kind.PAUSE, Kind.PAUSE, Kind.RESTART, Kind.CUT,
			Kind.CUT, Kind.CUT);

	/**
	 * Until the replacement of a killed worker is at work: there is nothing to hit
	 * before.
	 */
	private static final Duration BOOT = Duration.ofSeconds(3);

	/** What a cut waits for; some more often than others. */
	static final List<String> SCRIPTS = List.of("fetch", "finish", "fetch", "finish", "push", "renew_lease",
			"mark_start", "recover", "declare_dead", "bury", "open_lease", "give_back", Fault.ALL, Fault.ALL,
			Fault.ALL);

	private final Random random;

	private final Duration lease;

	private final Duration[] busyUntil;

	private final Deque<Kind> deck = new ArrayDeque<>();

	private Duration redisDownUntil = Duration.ZERO;

	private int pauses;

	private int outages;

	private FaultSchedule(long seed, int workers, Duration lease) {
		this.random = new Random(seed);
		this.lease = lease;
		this.busyUntil = new Duration[workers];
		Arrays.fill(this.busyUntil, Duration.ZERO);
	}

	/**
	 * Faults that begin and end within the given time.
	 */
	static List<Fault> of(long seed, Duration time, int workers, Duration lease) {
		FaultSchedule schedule = new FaultSchedule(seed, workers, lease);
		List<Fault> faults = new ArrayList<>();
		Duration at = schedule.millis(500, 1500);
		while (at.compareTo(time) < 0) {
			Fault fault = schedule.next(at);
			if (fault.end().compareTo(time) <= 0) {
				faults.add(fault);
			}
			at = at.plus((schedule.random.nextInt(7) == 0) ? schedule.millis(4000, 8000) : schedule.millis(200, 1200));
		}
		return faults;
	}

	private Fault next(Duration at) {
		int worker = this.random.nextInt(this.busyUntil.length);
		Kind kind = draw();
		Duration lasts = lasts(kind);
		String script = SCRIPTS.get(this.random.nextInt(SCRIPTS.size()));
		boolean hitsWorker = kind == Kind.KILL || kind == Kind.PAUSE;
		Duration busy = hitsWorker ? this.busyUntil[worker] : this.redisDownUntil;
		if (busy.compareTo(at) > 0) {
			return new Fault(at, Kind.CUT, 0, Duration.ZERO, script);
		}
		if (hitsWorker) {
			this.busyUntil[worker] = at.plus(lasts).plus((kind == Kind.KILL) ? BOOT : Duration.ZERO);
		}
		else if (kind == Kind.RESTART) {
			this.redisDownUntil = at.plus(lasts).plusSeconds(1);
		}
		return new Fault(at, kind, hitsWorker ? worker : 0, lasts, (kind == Kind.CUT) ? script : "");
	}

	/** As from a deck of cards: random, but no run goes without one kind for long. */
	private Kind draw() {
		if (this.deck.isEmpty()) {
			List<Kind> shuffled = new ArrayList<>(DECK);
			Collections.shuffle(shuffled, this.random);
			this.deck.addAll(shuffled);
		}
		return this.deck.remove();
	}

	/** Every second pause and every third outage are longer than the lease. */
	private Duration lasts(Kind kind) {
		long span = this.lease.toMillis();
		Duration shortOne = millis(span / 10, span * 7 / 10);
		Duration longOne = millis(span * 13 / 10, span * 2);
		return switch (kind) {
			case KILL -> millis(200, 2000);
			case PAUSE -> (this.pauses++ % 2 == 1) ? longOne : shortOne;
			case RESTART -> (this.outages++ % 3 == 2) ? longOne : shortOne;
			case CUT -> Duration.ZERO;
		};
	}

	private Duration millis(long least, long most) {
		return Duration.ofMillis(least + (long) (this.random.nextDouble() * (most - least)));
	}

	/** A schedule for people. */
	static String text(List<Fault> faults) {
		return faults.stream().map(Fault::toString).collect(Collectors.joining("\n"));
	}

}
