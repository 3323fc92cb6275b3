/**
 * The Redis that the sample brings along, for machines without one. Start reading at
 * {@link io.resque.sample.embedded.EmbeddedRedis}.
 */
@NullMarked
package io.resque.sample.embedded;

import org.jspecify.annotations.NullMarked;
