/**
 * Canary retries: a few failed jobs first, and the others only if these pass.
 */
@NullMarked
package io.resque.canary;

import org.jspecify.annotations.NullMarked;
