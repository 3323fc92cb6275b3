/**
 * The words of the library: jobs, enqueueing, performing. Read this package first.
 */
@NullMarked
package io.resque;

import org.jspecify.annotations.NullMarked;
