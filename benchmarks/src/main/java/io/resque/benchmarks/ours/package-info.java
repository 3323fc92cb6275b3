/**
 * The library as an application uses it.
 */
@NullMarked
package io.resque.benchmarks.ours;

import org.jspecify.annotations.NullMarked;
