/**
 * What happens to jobs and workers, as Spring events, and all log lines of the library.
 */
@NullMarked
package io.resque.event;

import org.jspecify.annotations.NullMarked;
