/**
 * When recurring jobs are due.
 */
@NullMarked
package io.resque.schedule;

import org.jspecify.annotations.NullMarked;
