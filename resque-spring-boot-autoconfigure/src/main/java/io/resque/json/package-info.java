/**
 * JSON as Ruby writes and reads it. Public for the other packages of this library, not an
 * API for applications.
 */
@NullMarked
package io.resque.json;

import org.jspecify.annotations.NullMarked;
