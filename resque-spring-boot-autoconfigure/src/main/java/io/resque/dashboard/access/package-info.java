/**
 * Who gets in, and whose forms count.
 */
@NullMarked
package io.resque.dashboard.access;

import org.jspecify.annotations.NullMarked;
