/**
 * The jobs of Resque's documentation, and how to enqueue them over HTTP.
 */
@NullMarked
package io.resque.sample.basic;

import org.jspecify.annotations.NullMarked;
