/**
 * The life of a worker process as a whole: when it ends by itself, what it shows of
 * itself, and commands about workers.
 */
@NullMarked
package io.resque.process;

import org.jspecify.annotations.NullMarked;
