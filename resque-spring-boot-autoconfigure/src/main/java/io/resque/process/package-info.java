/**
 * The life of a worker process as a whole: how it is started in the way of Ruby's Resque,
 * what it shows of itself, when it ends by itself, the signals it obeys, and commands
 * about workers.
 */
@NullMarked
package io.resque.process;

import org.jspecify.annotations.NullMarked;
