/**
 * The actuator endpoint.
 */
@NullMarked
package io.resque.actuate;

import org.jspecify.annotations.NullMarked;
