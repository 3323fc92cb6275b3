/**
 * Properties, conditions, beans.
 */
@NullMarked
package io.resque.autoconfigure;

import org.jspecify.annotations.NullMarked;
