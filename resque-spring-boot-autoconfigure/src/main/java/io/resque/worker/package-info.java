/**
 * Reserve, perform, done: the workers of this process.
 */
@NullMarked
package io.resque.worker;

import org.jspecify.annotations.NullMarked;
