/**
 * The pages and their actions.
 */
@NullMarked
package io.resque.dashboard.page;

import org.jspecify.annotations.NullMarked;
