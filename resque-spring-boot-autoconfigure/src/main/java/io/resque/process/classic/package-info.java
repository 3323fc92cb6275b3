/**
 * The environment variables with which Ruby's Resque is started, and what they mean here.
 */
@NullMarked
package io.resque.process.classic;

import org.jspecify.annotations.NullMarked;
