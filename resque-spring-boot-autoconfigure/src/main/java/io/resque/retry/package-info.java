/**
 * Tries failed jobs again later: a {@link io.resque.JobHooks} bean that uses nothing but
 * what hooks of an application can use.
 */
@NullMarked
package io.resque.retry;

import org.jspecify.annotations.NullMarked;
