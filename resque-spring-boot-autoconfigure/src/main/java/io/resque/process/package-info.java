/**
 * Starting worker processes as Ruby's Resque does: its environment variables, several
 * processes under a supervisor, the background, the pid file.
 */
@NullMarked
package io.resque.process;

import org.jspecify.annotations.NullMarked;
