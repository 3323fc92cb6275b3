/**
 * Everything that drains a queue: the library, its peers, and loops that show the
 * ceilings.
 */
@NullMarked
package io.resque.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
