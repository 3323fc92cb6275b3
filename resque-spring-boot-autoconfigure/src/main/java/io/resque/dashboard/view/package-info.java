/**
 * How pages are written: templates, texts, numbers, times, the style sheet.
 */
@NullMarked
package io.resque.dashboard.view;

import org.jspecify.annotations.NullMarked;
