/**
 * The web pages.
 */
@NullMarked
package io.resque.dashboard;

import org.jspecify.annotations.NullMarked;
