/**
 * Delayed jobs and schedules: who brings them to their queues, and when.
 */
@NullMarked
package io.resque.schedule;

import org.jspecify.annotations.NullMarked;
