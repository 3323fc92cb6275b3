/**
 * Performing jobs in child processes: the parent's end and the child's.
 */
@NullMarked
package io.resque.worker.fork;

import org.jspecify.annotations.NullMarked;
