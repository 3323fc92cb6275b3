/**
 * Meters of Micrometer: what Redis tells of the namespace, and what happens in this
 * process.
 */
@NullMarked
package io.resque.observation;

import org.jspecify.annotations.NullMarked;
