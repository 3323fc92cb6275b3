/**
 * The Redis of a run, and what it tells of the load.
 */
@NullMarked
package io.resque.benchmarks.server;

import org.jspecify.annotations.NullMarked;
