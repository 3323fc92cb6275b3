/**
 * Being alive in Redis, and taking over from those who no longer are.
 */
@NullMarked
package io.resque.worker.lease;

import org.jspecify.annotations.NullMarked;
