package io.resque.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of the report; all columns but the first hold numbers.
 */
public final class Table {

	private final List<List<String>> rows = new ArrayList<>();

	private final int columns;

	public Table(String... columns) {
		this.columns = columns.length;
		this.rows.add(List.of(columns));
	}

	/** Adds a row. */
	public Table row(Object... cells) {
		if (cells.length != this.columns) {
			throw new IllegalArgumentException("A row of " + this.columns + " cells: " + Arrays.toString(cells));
		}
		this.rows.add(Arrays.stream(cells).map(Object::toString).toList());
		return this;
	}

	String markdown() {
		List<String> lines = new ArrayList<>();
		this.rows.forEach((row) -> lines.add(line(row)));
		List<String> rule = new ArrayList<>(Collections.nCopies(this.columns, "---:"));
		rule.set(0, "---");
		lines.add(1, line(rule));
		return String.join("\n", lines) + "\n";
	}

	private static String line(List<String> cells) {
		return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
	}

}
