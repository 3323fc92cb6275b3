/**
 * The sample application.
 */
@NullMarked
package io.resque.sample;

import org.jspecify.annotations.NullMarked;
