/**
 * An extension as applications write them.
 */
@NullMarked
package io.resque.sample.stats;

import org.jspecify.annotations.NullMarked;
