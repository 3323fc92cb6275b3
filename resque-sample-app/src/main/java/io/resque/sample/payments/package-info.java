/**
 * A job that is tried again, with hooks of its own.
 */
@NullMarked
package io.resque.sample.payments;

import org.jspecify.annotations.NullMarked;
