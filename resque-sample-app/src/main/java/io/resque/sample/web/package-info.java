/**
 * The page with the forms, and what all endpoints that enqueue share.
 */
@NullMarked
package io.resque.sample.web;

import org.jspecify.annotations.NullMarked;
