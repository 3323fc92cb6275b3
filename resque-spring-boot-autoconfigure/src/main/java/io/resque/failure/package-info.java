/**
 * Where failed jobs go, and what an operator does with them.
 */
@NullMarked
package io.resque.failure;

import org.jspecify.annotations.NullMarked;
