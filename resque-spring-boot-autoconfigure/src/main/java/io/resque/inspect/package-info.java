/**
 * What goes on: queues, workers, totals, for pages, endpoints and programs.
 */
@NullMarked
package io.resque.inspect;

import org.jspecify.annotations.NullMarked;
