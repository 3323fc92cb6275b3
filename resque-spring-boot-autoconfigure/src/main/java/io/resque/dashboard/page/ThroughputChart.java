package io.resque.dashboard.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.resque.inspect.HistorySample;

/**
 * How many jobs were processed and how many failed in a minute: a line and bars, drawn
 * into a box that is as high as 100 and as wide as there are steps, times ten.
 *
 * @param steps the steps, oldest first
 */
public record ThroughputChart(List<Step> steps) {

	private static final int WIDTH = 10;

	/** As many steps without a note are still a long step and no gap. */
	private static final int PATIENCE = 3;

	/**
	 * Draws samples.
	 * @param samples the samples, oldest first
	 * @param now the end of the chart
	 * @param length length of a step
	 * @param count how many steps
	 */
	static ThroughputChart of(List<HistorySample> samples, Instant now, Duration length, int count) {
		long seconds = length.toSeconds();
		long first = now.getEpochSecond() / seconds - count + 1;
		@Nullable HistorySample[] last = new HistorySample[count];
		HistorySample before = null;
		for (HistorySample sample : samples) {
			long at = sample.at().getEpochSecond() / seconds - first;
			if (at >= 0 && at < count) {
				last[(int) at] = sample;
			}
			else if (at < 0) {
				before = sample;
			}
		}
		List<Step> steps = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			HistorySample sample = last[i];
			Instant at = Instant.ofEpochSecond((first + i) * seconds);
			steps.add(Step.of(at, before, sample, length.multipliedBy(PATIENCE)));
			before = (sample != null) ? sample : before;
		}
		return new ThroughputChart(List.copyOf(steps));
	}

	/** Width of the box. */
	public int width() {
		return this.steps.size() * WIDTH;
	}

	/** Whether anything is known. */
	public boolean isEmpty() {
		return this.steps.stream().noneMatch(Step::known);
	}

	/** The steps of which something is known, newest first. */
	public List<Step> rows() {
		List<Step> rows = new ArrayList<>(this.steps.stream().filter(Step::known).toList());
		Collections.reverse(rows);
		return rows;
	}

	/** Most jobs processed in a minute. */
	public double mostProcessed() {
		return most(Step::processed);
	}

	/** Most jobs failed in a minute. */
	public double mostFailed() {
		return most(Step::failed);
	}

	/**
	 * Points of the lines of what was processed; one line for each stretch without gap.
	 */
	public List<String> lines() {
		List<String> lines = new ArrayList<>();
		StringBuilder line = new StringBuilder();
		double most = Math.max(1, mostProcessed());
		for (int i = 0; i < this.steps.size(); i++) {
			Step step = this.steps.get(i);
			if (step.known()) {
				// A step is flat, so that one alone is seen too.
				String height = number(97 - 94 * step.processed() / most);
				line.append(i * WIDTH).append(',').append(height).append(' ');
				line.append((i + 1) * WIDTH).append(',').append(height).append(' ');
			}
			else if (line.length() > 0) {
				lines.add(line.toString().strip());
				line.setLength(0);
			}
		}
		if (line.length() > 0) {
			lines.add(line.toString().strip());
		}
		return lines;
	}

	/** Bars of what failed. */
	public List<Bar> bars() {
		List<Bar> bars = new ArrayList<>();
		double most = Math.max(1, mostFailed());
		for (int i = 0; i < this.steps.size(); i++) {
			Step step = this.steps.get(i);
			if (step.known() && step.failed() > 0) {
				double height = Math.max(4, 100 * step.failed() / most);
				bars.add(new Bar(i * WIDTH + 1, number(100 - height), number(height)));
			}
		}
		return bars;
	}

	private double most(Function<Step, Double> value) {
		OptionalDouble most = this.steps.stream().filter(Step::known).mapToDouble(value::apply).max();
		return most.orElse(0);
	}

	private static String number(double number) {
		return String.format(Locale.ROOT, "%.1f", number);
	}

	/**
	 * A bar, eight wide.
	 *
	 * @param left its left edge
	 * @param top its upper edge
	 * @param height its height
	 */
	public record Bar(int left, String top, String height) {
	}

	/**
	 * A stretch of time.
	 *
	 * @param at its beginning
	 * @param known whether something is known of it
	 * @param processed jobs processed in a minute
	 * @param failed jobs failed in a minute
	 * @param pending jobs on all queues at its end
	 */
	public record Step(Instant at, boolean known, double processed, double failed, long pending) {

		static Step of(Instant at, @Nullable HistorySample before, @Nullable HistorySample sample, Duration longest) {
			if (before == null || sample == null) {
				return new Step(at, false, 0, 0, 0);
			}
			Duration took = Duration.between(before.at(), sample.at());
			double minutes = took.toSeconds() / 60.0;
			// Somebody may have cleared the counters.
			boolean known = minutes > 0 && took.compareTo(longest) <= 0 && sample.processed() >= before.processed()
					&& sample.failed() >= before.failed();
			return known
					? new Step(at, true, (sample.processed() - before.processed()) / minutes,
							(sample.failed() - before.failed()) / minutes, sample.pending())
					: new Step(at, false, 0, 0, 0);
		}

	}

}
