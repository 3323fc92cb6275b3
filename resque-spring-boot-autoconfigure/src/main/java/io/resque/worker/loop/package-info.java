/**
 * Doing something again and again, and waiting in between. The only place that waits.
 */
@NullMarked
package io.resque.worker.loop;

import org.jspecify.annotations.NullMarked;
