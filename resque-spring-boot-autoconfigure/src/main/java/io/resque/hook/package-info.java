/**
 * Hooks of single jobs: annotated methods of the job bean, called by the rules of Ruby's
 * Resque. To the rest of the library they are one more bean of
 * {@link io.resque.JobHooks}.
 */
@NullMarked
package io.resque.hook;

import org.jspecify.annotations.NullMarked;
