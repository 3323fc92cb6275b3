/**
 * Measures the library beside its peers. {@link io.resque.benchmarks.Benchmarks} runs the
 * scenarios one after the other.
 */
@NullMarked
package io.resque.benchmarks;

import org.jspecify.annotations.NullMarked;
