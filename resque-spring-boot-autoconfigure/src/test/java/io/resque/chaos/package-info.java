/**
 * Attacks workers and Redis by a seeded schedule, and audits afterwards what became of
 * each job.
 */
@NullMarked
package io.resque.chaos;

import org.jspecify.annotations.NullMarked;
