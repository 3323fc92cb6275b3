/**
 * What an operator does with failed jobs, in code.
 */
@NullMarked
package io.resque.sample.failures;

import org.jspecify.annotations.NullMarked;
